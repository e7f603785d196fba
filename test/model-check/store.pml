/* The store: one document, a compare-and-set whose answer may be lost or whose request may be late, and failovers to a
 * standby. Reads show what the primary holds, which the standby may not have yet. */

Document current;         /* on the primary */
Document standby;
Document late;            /* a request that is still on its way, and the revision that it expects */
byte lateExpects; bit isLate;
byte nextRevision = 1;
bit isOver;               /* pass 1 has reached its end */

/* Scratch of one atomic step. */
hidden Document next;
hidden byte isRemoval, isAcknowledged;

inline replicate() { copy(standby, current) }

inline apply(document) {
  if
  :: isRemoval -> clear(current); current.writes = document.writes
  :: else -> copy(current, document); current.revision = nextRevision; nextRevision++
  fi;
  checkStored()
}

inline send() {
  isAcknowledged = false;
  if
  :: current.revision == seen.revision || removed == COMPARES_REVISIONS ->
     if
     :: apply(next); isAcknowledged = true; printf("  written, acknowledged\n");
        if :: isAsynchronous :: else -> replicate() fi
     :: faults > 0 -> faults--; apply(next); printf("  written, answer lost\n")
     :: faults > 0 -> faults--; printf("  request lost\n")
     :: faults > 0 && !isLate && !isRemoval -> delay()
     fi
  :: else ->
     if
     :: printf("  another write came first\n")
     :: faults > 0 && failovers > 0 && !isLate && !isRemoval -> delay()   /* it may fit again after a failover */
     fi
  fi
}

inline delay() {
  faults--; isLate = true; lateExpects = seen.revision; copy(late, next);
  printf("  request on its way\n")
}

active proctype Store() {
end:
  do
  :: atomic { isLate && (current.revision == lateExpects || removed == COMPARES_REVISIONS) ->
       isRemoval = false; apply(late); clear(late); lateExpects = 0; isLate = false;
       printf("STORE writes the late request: pass %d, ended %d\n", current.pass, current.ended) }
  :: atomic { current.revision != standby.revision -> replicate() }
  :: atomic { failovers > 0 && current.revision != standby.revision ->
       failovers--; copy(current, standby); checkStored();
       printf("STORE fails over: revision %d, pass %d, ended %d\n", current.revision, current.pass, current.ended) }
  :: atomic { mayExpire && !isOver -> isOver = true; printf("CLOCK passes the end of pass 1\n") }
  :: atomic { removed == SWEEP_WAITS && current.revision != 0 && current.pass == 0 ->
       short writes = current.writes; clear(current); current.writes = writes; replicate();
       printf("STORE sweeps the document\n") }
  od
}
