/* What each call decides on the document that it has read: `next` and `result`. `doesWrite`: `next` is to be written. */

/* src/core/sign-in/decide.ts */
inline decideSignIn(code) {
  isRight = code != 0 && code == comparedWith && (code == next.pass || removed == MATCH_NAMES_ITS_PASS);
  if
  :: next.pass == 0 || next.ended != 0 -> outcome = REFUSED
  :: else ->
     if
     :: isOver && next.pass == 1 -> outcome = REFUSED; next.ended = EXPIRED; next.endedBy = id; doesWrite = true
     :: !(isOver && next.pass == 1) && !isRight ->
        outcome = WRONG_CODE; doesWrite = true; next.wrongCodes++;
        if :: next.wrongCodes >= WRONG_CODE_LIMIT -> next.ended = REVOKED; next.endedBy = id :: else fi
     :: !(isOver && next.pass == 1) && isRight ->
        if
        :: bindsClients && next.latestSignIn != 0 && next.latestSignIn != me + 1 -> outcome = REFUSED
        :: else ->
           outcome = OK; doesWrite = true; next.latestSignIn = me + 1; next.notice = 1;
           if :: !spendsOnRegistration -> next.ended = USED; next.endedBy = id :: else fi
        fi
     fi
  fi
}

/* Three sign-ins share one write. Their results are the digits of a number, see PART. */
inline decideTogether() {
  decideSignIn(0); result = outcome;
  decideSignIn(pass); result = result + 4 * outcome;
  if :: removed == TOGETHER_IN_ORDER :: else -> decideSignIn(pass) fi;
  result = result + 16 * outcome
}

/* src/core/registration/complete.ts: caller `me` has signed in with `pass`, and registers its credential. */
inline decideComplete() {
  if
  :: seen.pass != pass || seen.ended == REVOKED || seen.ended == EXPIRED || seen.latestSignIn != me + 1 -> result = REFUSED
  :: else ->
     if
     :: seen.credential == me + 1 -> result = OK
     :: seen.credential != 0 && seen.credential != me + 1 -> result = REFUSED
     :: seen.credential == 0 ->
        result = OK; doesWrite = true; next.credential = me + 1;
        if :: spendsOnRegistration && seen.ended == 0 -> next.ended = USED; next.endedBy = id :: else fi
     fi
  fi
}

/* src/kernel/issuing/store-pass.ts */
inline decideCreate() {
  result = OK; doesWrite = true; setPass(next, pass); next.notice = 1
}

/* src/verbs/passes/delete.ts. `removing`: the pass that an earlier write of this call removes. */
inline decideDelete() {
  if
  :: removing != 0 && seen.pass != removing && (seen.pass == 0 || pass != 0) ->
     result = OK; decidedFor = removing
  :: else ->
     if
     :: seen.pass == 0 || (pass != 0 && seen.pass != pass) -> result = NOT_FOUND
     :: else -> result = OK; doesWrite = true; removing = seen.pass; setPass(next, 0); next.notice = 1
     fi
  fi
}

/* src/verbs/users/forget.ts */
inline decideForget() {
  result = OK;
  doesWrite = seen.revision != 0 || removed != FORGET_ALWAYS_WRITES;
  isRemoval = doesWrite && removed == FORGET_LEAVES_A_DOCUMENT;
  setPass(next, 0); next.notice = 0;
  if :: removed == FORGET_KEEPS_COMMIT_IDS -> next.ids = 0; next.newestId = 0; next.olderId = 0 :: else fi
}

/* src/verbs/users/unlock.ts */
inline decideUnlock() { result = OK; doesWrite = seen.revision != 0 }

/* src/verbs/maintenance/send-notices.ts: the attempt is recorded, then the notice is removed. */
inline decideNotice() {
  result = OK;
  if
  :: step == 0 && seen.notice == 1 -> doesWrite = true; next.notice = 2
  :: step == 1 && seen.notice != 0 -> doesWrite = true; next.notice = 0
  :: else
  fi
}
