/* Every call ends. Calls 0 and 2 share a process and its lock; call 1 may join call 0, and is then decided together with it.
 * Any write may lose its race, fail, or hang until the deadline of a port, as often as it likes. A deadline comes at some
 * time (weak fairness). */

#define CALLS 3
#define NONE 9

#define CALL_HAS_DEADLINE 1       /* a call that loses every race ends */
#define PORT_HAS_DEADLINE 2       /* a call of the store that hangs ends */
#define LOCK_IS_RELEASED 3        /* also by a call that throws */
#define LOCK_OR_DEADLINE 4        /* removed: the lock is not released, and waiting for it has no deadline */
#define FAILURE_REACHES_ALL 5     /* the failure of a call ends the calls that it decides for */

hidden byte removed;

byte owner = NONE;                /* of the lock */
bit isOver[CALLS];                /* the deadline of a call has passed */
bit hasEnded[CALLS];
bit isGathering;                  /* call 0 waits for the lock, and others may join it */
bit isDecided;                    /* call 0 has ended, for those that joined it too */

c_code {
static int setting(const char *name) { const char *text = getenv(name); return text ? atoi(text) : 0; }
}

proctype Call(byte me) {
  bit hasThrown;
  if
  :: me == 1 ->
     if
     :: isGathering -> isDecided; goto ended
     :: true
     fi
  :: else
  fi;
  if
  :: me == 0 -> isGathering = 1
  :: else
  fi;
  if
  :: atomic { owner == NONE && me != 1 -> owner = me; isGathering = (me == 0 -> 0 : isGathering) }
  :: me == 1
  :: isOver[me] && removed != LOCK_OR_DEADLINE -> hasThrown = 1; goto leave
  fi;
  do
  :: break                                                          /* written */
  :: isOver[me] && removed != CALL_HAS_DEADLINE -> hasThrown = 1; break
  :: !isOver[me] || removed == CALL_HAS_DEADLINE                    /* another write came first, or the store failed */
  :: removed == PORT_HAS_DEADLINE -> false                          /* the store never answers */
  od;
leave:
  atomic {
    if
    :: owner == me && !(hasThrown && (removed == LOCK_IS_RELEASED || removed == LOCK_OR_DEADLINE)) -> owner = NONE
    :: else
    fi;
    if :: me == 0 && !(hasThrown && removed == FAILURE_REACHES_ALL) -> isDecided = 1; isGathering = 0 :: else fi
  };
ended:
  hasEnded[me] = 1
}

active proctype Clock() {
  byte k;
  atomic {
    c_code { removed = setting("REMOVED"); };
    for (k : 0 .. (CALLS - 1)) { run Call(k) }
  };
  for (k : 0 .. (CALLS - 1)) { isOver[k] = 1 };
  do :: isOver[0] od                /* time goes on */
}

ltl everyCallEnds { <> (hasEnded[0] && hasEnded[1] && hasEnded[2]) }
ltl lockIsFreeInTheEnd { <> [] (owner == NONE) }
