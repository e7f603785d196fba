/* Commits of one user's document by three callers in three processes. README.md says what is modelled and what is not.
 * A step of a caller is one call of the store. Everything between two calls of the store happens at once. */

#include "settings.pml"
#include "document.pml"
#include "laws.pml"
#include "store.pml"

/* Scratch of one atomic step. */
hidden byte k, id, found, outcome, result, decidedFor;
hidden byte doesWrite, isRewrite, isRight, isUnknowable;
hidden short below;

#include "decide.pml"

inline read() {
  copy(seen, current);
  printf("CALLER %d reads revision %d: pass %d, ended %d by %d, wrong codes %d, signed in %d, credential %d\n", me + 1,
    seen.revision, seen.pass, seen.ended, seen.endedBy, seen.wrongCodes, seen.latestSignIn, seen.credential)
}

/* The commit id of this caller's write of that number. */
inline setId(number) {
  if
  :: removed == ONE_ID_FOR_EACH_WRITE -> id = COMMIT(first)
  :: else -> id = COMMIT(number)
  fi
}

/* The latest of this call's writes that the document remembers: its number + 1, or 0. */
inline findOwnWrite() {
  found = 0; k = first;
  do
  :: k < sent -> setId(k); if :: seen.revision != 0 && REMEMBERS(seen, id) -> found = k + 1 :: else fi; k++
  :: else -> break
  od;
  if :: found != 0 && removed == ONE_ID_FOR_EACH_WRITE -> found = sent :: else fi
}

/* src/kernel/commit.ts, `next`: the result, and what to write before it is returned. */
inline decide() {
  copy(next, seen);
  result = 0; doesWrite = false; isRewrite = false; isRemoval = false; decidedFor = seen.pass;
  findOwnWrite();
  setId(sent);
  isUnknowable = window != 0 && sent > first && seen.olderId != 0 && !(builtOn != 0 && KEEPS(seen, builtOn)) &&
    removed != BUSY_BEYOND_THE_WINDOW;
  if
  :: found != 0 -> recognise()
  :: found == 0 && isUnknowable -> result = BUSY
  :: found == 0 && !isUnknowable && sent >= writesEach -> result = FAILED
  :: found == 0 && !isUnknowable && sent < writesEach ->
     decideByRole();
     if :: doesWrite -> addWrite() :: else -> confirm() fi
  fi
}

inline recognise() {
  result = results[found - 1]; decidedFor = passOf[found - 1]; isRewrite = removed != CONFIRMS_ITS_OWN_WRITE;
  if
  :: role == CREATE && seen.pass != pass && removed != CREATE_NEEDS_CURRENT_PASS -> result = CONFLICT
  :: else
  fi
}

inline decideByRole() {
  if
  :: SIGNS_IN -> decideSignIn(pass); result = outcome
  :: role == SIGN_IN_TOGETHER -> decideTogether()
  :: role == REGISTER && step == 1 -> decideComplete()
  :: role == CREATE -> decideCreate()
  :: role == DELETE -> decideDelete()
  :: role == FORGET -> decideForget()
  :: role == UNLOCK -> decideUnlock()
  :: role == SEND_NOTICES -> decideNotice()
  fi
}

inline addWrite() {
  if :: role == CREATE -> decidedFor = pass :: else fi;
  results[sent] = result; passOf[sent] = decidedFor;
  if :: sent == first -> builtOn = seen.newestId; base = seen.writes :: else fi;
  if :: role != SEND_NOTICES || removed == NOTICES_KEEP_THE_WINDOW -> addId(next, id) :: else fi;
  if :: role != SEND_NOTICES -> next.writes = next.writes | BIT(COMMIT(sent)) :: else fi;
  if
  :: SIGNS_IN && result == OK || role == SIGN_IN_TOGETHER && (PART(result, 1) == OK || PART(result, 2) == OK) ->
     accepting = accepting | BIT(id)
  :: else
  fi
}

/* A result without a write of its own: the document is stored again, unchanged, before the result counts. Where nothing is
 * stored, that is the empty document. */
inline confirm() {
  isRewrite = result == OK && removed != CONFIRMS_OK ||
    result == NOT_FOUND && removed != CONFIRMS_NOT_FOUND ||
    sent > first && removed != CONFIRMS_REFUSALS &&
      (result == REFUSED || role == SIGN_IN_TOGETHER && result == ALL_REFUSED);
  if
  :: role == SEND_NOTICES -> isRewrite = false
  :: seen.revision == 0 && (SIGNS_IN || role == SIGN_IN_TOGETHER || removed == CONFIRMS_ABSENCE) -> isRewrite = false
  :: seen.revision == 0 && role == FORGET && removed == FORGET_ALWAYS_WRITES -> isRewrite = false
  :: else
  fi
}

/* What two removed rules return too early. */
inline revealBeforeWrite() {
  if
  :: removed == ANSWERS_AFTER_THE_WRITE && SIGNS_IN && doesWrite && !isRevealed ->
     checkSignIn(pass, result, decidedFor); isRevealed = true
  :: else
  fi
}

inline revealAfterUnknown() {
  if
  :: removed == TOGETHER_OR_UNKNOWN && role == SIGN_IN_TOGETHER && doesWrite && !isRevealed ->
     checkSignIn(0, PART(result, 0), decidedFor); isRevealed = true
  :: else
  fi
}

inline answer() {
  printf("CALLER %d returns %d\n", me + 1, result);
  if :: doesWrite -> below = next.writes :: else -> below = seen.writes fi;
  if
  :: SIGNS_IN -> checkSignIn(pass, result, decidedFor)
  :: role == SIGN_IN_TOGETHER && result != BUSY && result != FAILED ->
     checkSignIn(0, PART(result, 0), decidedFor);
     checkSignIn(pass, PART(result, 1), decidedFor);
     checkSignIn(pass, PART(result, 2), decidedFor)
  :: role == REGISTER && step == 1 && result == OK -> checkRegistered()
  :: role == CREATE && result == OK -> LAW(returnsCurrentPass, next.pass == pass)
  :: role == DELETE && result == OK && ((passesOver & BIT(decidedFor)) || (current.writes & OWN_WRITES)) ->
     /* A pass that was shown, lost in a failover and never acknowledged may still be created by the call that runs. */
     deleted = deleted | BIT(decidedFor)
  :: role == FORGET && result == OK -> forgotten = forgotten | passesBefore
  :: else
  fi;
  if :: isAsynchronous :: else -> checkRest() fi;
  checkStored()
}

proctype Caller(byte me; byte role; byte pass) {
  Document seen;
  byte comparedWith;                /* the pass that the typed code was compared with */
  byte step;                        /* 0: the first call, 1: the call after it */
  byte sent;                        /* writes so far, in all calls */
  byte first;                       /* the number of this call's first write */
  byte results[MAX_WRITES];         /* what each write decided */
  byte passOf[MAX_WRITES];          /* and for which pass */
  byte builtOn;                     /* the newest commit id below the first write */
  byte removing;                    /* delete: the pass that an earlier write removes */
  byte rewrites;
  short base, accepting;            /* for the laws: below the first write; writes that accept a right code */
  byte passesBefore;                /* for the laws: passes that are over when forget begins */
  bit isRevealed, isTold;

call:
  atomic {
    read();
    first = sent; accepting = 0; removing = 0; isRevealed = false; passesBefore = passesOver;
    if :: step == 0 -> comparedWith = seen.pass :: else fi
  };
  if
  :: role == SIGN_IN_TOGETHER -> atomic { read() }      /* together they read again, after each has compared */
  :: else
  fi;
  do
  :: atomic {
       decide();
       revealBeforeWrite();
       if :: doesWrite || isRewrite -> send() :: else -> isAcknowledged = true fi;
       if :: doesWrite -> sent++ :: else fi;
       if :: isRewrite -> rewrites++ :: else fi;
       if
       :: isAcknowledged
       :: !isAcknowledged -> revealAfterUnknown();
          if
          :: rewrites < 3
          :: result = FAILED; isAcknowledged = true     /* the deadline has passed */
          fi
       fi;
       if
       :: isAcknowledged ->
          answer();
          if
          :: role == REGISTER && step == 0 && result == OK -> step = 1; goto again
          :: role == REGISTER && step == 1 && (result == FAILED || result == BUSY) && sent < writesEach -> goto again
          :: role == GUESS && result == WRONG_CODE && sent < writesEach -> goto again
          :: role == SEND_NOTICES && step == 0 && result == OK && sent < writesEach -> step = 1; goto again
          :: else -> goto ended
          fi
       :: else
       fi
     };
     atomic { read() }
  od;
again:
  rewrites = 0; goto call;
ended:
  atomic {
    if :: role == CREATE -> passesOver = passesOver | BIT(pass) :: else fi;
    clear(seen); comparedWith = 0; step = 0; sent = 0; first = 0; builtOn = 0; removing = 0; rewrites = 0; base = 0;
    accepting = 0; passesBefore = 0; isRevealed = 0; isTold = 0;
    for (k : 0 .. (MAX_WRITES - 1)) { results[k] = 0; passOf[k] = 0 }
  }
}

init {
  atomic {
    readSettings();
    readIgnoredLaws();
    if
    :: isStored -> current.revision = nextRevision; nextRevision++; current.pass = 1; passesOver = BIT(1); replicate()
    :: else
    fi;
    for (k : 0 .. (CALLERS - 1)) {
      if :: roles[k] != 0 -> run Caller(k, roles[k], passes[k]) :: else fi
    }
  }
}
