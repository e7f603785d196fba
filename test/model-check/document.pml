/* One user's document: src/core/user-document/user-document.ts. */

typedef Document {
  byte revision;        /* 0: nothing is stored */
  byte pass;            /* 0: none */
  byte ended;           /* how the pass ended, or 0 */
  byte endedBy;         /* the commit id of that write */
  byte wrongCodes;
  byte latestSignIn;    /* the caller, or 0 */
  byte credential;      /* registered with this pass: the caller, or 0 */
  byte notice;          /* 1: waits, 2: an attempt is recorded */
  byte newestId;        /* commit ids, where the window is 2 */
  byte olderId;
  short ids;            /* one bit for each commit id, where all are kept */
  short writes          /* not stored: every write below this document, for the laws */
};

#define BIT(id) (1 << (id))
#define KEEPS(document, id) (((document.ids >> (id)) & 1) || document.newestId == (id) || document.olderId == (id))
#define REMEMBERS(document, id) \
  (KEEPS(document, id) || (document.endedBy == (id) && removed != SPENT_PASS_KEEPS_ITS_ID))

inline copy(to, from) {
  to.revision = from.revision; copyPass(to, from);
  to.newestId = from.newestId; to.olderId = from.olderId; to.ids = from.ids; to.writes = from.writes
}

inline copyPass(to, from) {
  to.pass = from.pass; to.ended = from.ended; to.endedBy = from.endedBy; to.wrongCodes = from.wrongCodes;
  to.latestSignIn = from.latestSignIn; to.credential = from.credential; to.notice = from.notice
}

inline setPass(document, value) {
  document.pass = value; document.ended = 0; document.endedBy = 0; document.wrongCodes = 0;
  document.latestSignIn = 0; document.credential = 0
}

inline clear(document) {
  setPass(document, 0); document.revision = 0; document.notice = 0;
  document.newestId = 0; document.olderId = 0; document.ids = 0; document.writes = 0
}

inline addId(document, newId) {
  if
  :: removed == KEEPS_COMMIT_IDS
  :: removed != KEEPS_COMMIT_IDS && window == 0 -> document.ids = document.ids | BIT(newId)
  :: removed != KEEPS_COMMIT_IDS && window != 0 -> document.olderId = document.newestId; document.newestId = newId
  fi
}
