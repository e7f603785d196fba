/* What must hold. Each law has a sentence under the same name: see laws.ts. */

/* pan prints the text of an assertion, so the name of a law is part of it. A law whose variable is 1 is ignored: a search
 * for a removed rule looks for one law only. */
#define LAW(name, holds) assert(name || (holds))
hidden byte usedOnce, rightCodeOnly, guessBudget, deletedForGood, forgottenForGood, noOkWithoutAWrite,
  refusalSpendsNothing, storedOnce, returnsCurrentPass, registeredOnce, noticeCostsNothing;

inline readIgnoredLaws() {
  c_code {
    usedOnce = setting("IGNORE_usedOnce"); rightCodeOnly = setting("IGNORE_rightCodeOnly");
    guessBudget = setting("IGNORE_guessBudget"); deletedForGood = setting("IGNORE_deletedForGood");
    forgottenForGood = setting("IGNORE_forgottenForGood"); noOkWithoutAWrite = setting("IGNORE_noOkWithoutAWrite");
    refusalSpendsNothing = setting("IGNORE_refusalSpendsNothing"); storedOnce = setting("IGNORE_storedOnce");
    returnsCurrentPass = setting("IGNORE_returnsCurrentPass"); registeredOnce = setting("IGNORE_registeredOnce");
    noticeCostsNothing = setting("IGNORE_noticeCostsNothing");
  }
}

byte signedIn[3];         /* accepted sign-ins, by pass */
byte compared[3];         /* wrong codes that were compared with the pass and returned */
byte registered[3];       /* callers that were told that their credential is registered */
byte passesOver;          /* bits of the passes whose create call has ended */
byte deleted;             /* bits of the passes that were reported deleted */
byte forgotten;           /* bits of the passes that were there when a user was forgotten */
hidden byte count;
short acknowledged;       /* bits of the writes that results rest on */
short refusedWrites;      /* bits of writes that accepted a right code which was refused in the end */

/* Everything that must be true of the stored document, whatever server it is read from. */
inline checkStored() {
  if
  :: isAsynchronous
  :: else ->
     LAW(deletedForGood, !(deleted & BIT(current.pass)));
     LAW(forgottenForGood, !(forgotten & BIT(current.pass)));
     LAW(noOkWithoutAWrite, (acknowledged & current.writes) == acknowledged);
     LAW(refusalSpendsNothing, !(current.ended == USED && (refusedWrites & BIT(current.endedBy))))
  fi
}

/* The result of one sign-in: `forPass` is the pass that it was decided for. */
inline checkSignIn(code, answered, forPass) {
  if
  :: answered == OK ->
     LAW(rightCodeOnly, code != 0 && code == comparedWith && code == forPass);
     if
     :: spendsOnRegistration
     :: else ->
        signedIn[code]++;
        LAW(usedOnce, isAsynchronous || signedIn[code] <= 1)
     fi
  :: answered == WRONG_CODE && code == 0 && comparedWith != 0 && comparedWith == forPass && !isRevealed ->
     compared[forPass]++;
     LAW(guessBudget, isAsynchronous || compared[forPass] <= WRONG_CODE_LIMIT)
  :: else
  fi
}

inline checkRegistered() {
  if
  :: !isTold ->
     isTold = true; registered[pass]++;
     LAW(registeredOnce, isAsynchronous || registered[pass] <= 1)
  :: else
  fi
}

/* What the result of a call rests on. `below`: the writes up to and with its own. */
inline checkRest() {
  if
  :: role != SEND_NOTICES && (result == OK || result == NOT_FOUND || doesWrite) && result != FAILED && result != BUSY ->
     acknowledged = acknowledged | below
  :: else
  fi;
  if
  :: result == BUSY -> checkBusy()
  :: result != BUSY && result != FAILED ->
     if
     :: SIGNS_IN && result == OK
     :: role == SIGN_IN_TOGETHER && (PART(result, 1) == OK || PART(result, 2) == OK)
     :: else -> refusedWrites = refusedWrites | accepting
     fi;
     checkStoredOnce()
  :: else
  fi
}

inline checkBusy() {
  LAW(refusalSpendsNothing, !(seen.ended == USED && (accepting & BIT(seen.endedBy))));
  countBits(seen.writes & ~base);
  LAW(noticeCostsNothing, (seen.writes & base) != base || count >= 2)
}

/* A call that knows its result is stored at most once. */
inline checkStoredOnce() {
  k = first; count = 0;
  do
  :: k < sent -> count = count + ((current.writes >> COMMIT(k)) & 1); k++
  :: else -> break
  od;
  LAW(storedOnce, count <= 1)
}

inline countBits(bits) {
  count = 0;
  for (k : 1 .. (CALLERS * MAX_WRITES)) { count = count + (((bits) >> k) & 1) }
}
