/* The names of the model, and the settings of one search. The runner reads the names from here. */

#define CALLERS 3
#define MAX_WRITES 4           /* of one caller */
#define WRONG_CODE_LIMIT 2     /* wrong codes that revoke a pass */

/* What a caller does, and which pass it is about. A sign-in types the code of that pass; 0 is a wrong code. */
#define SIGN_IN 1
#define GUESS 2                /* signs in with wrong codes, again and again */
#define SIGN_IN_TOGETHER 3     /* three sign-ins decided together: a wrong code, then the right code twice */
#define REGISTER 4             /* signs in, then calls registrations.complete until the result is known */
#define CREATE 5
#define DELETE 6               /* pass 0: whatever pass there is */
#define FORGET 7
#define UNLOCK 8
#define SEND_NOTICES 9         /* records the attempt, then removes the notice */

/* What a call returns. */
#define OK 1
#define WRONG_CODE 2
#define REFUSED 3
#define NOT_FOUND 4
#define CONFLICT 5
#define BUSY 6                 /* more writes than the document remembers: the outcome is unknown */
#define FAILED 7               /* the deadline has passed: the outcome is unknown */

/* How a pass ended. */
#define USED 1
#define REVOKED 2
#define EXPIRED 3

/* The rules. A search may remove one of them. */
#define COMPARES_REVISIONS 1        /* a write applies only to the revision that was read */
#define KEEPS_COMMIT_IDS 2          /* the document keeps the commit ids of the last writes */
#define SPENT_PASS_KEEPS_ITS_ID 3   /* a pass keeps the commit id that ended it */
#define ONE_ID_FOR_EACH_WRITE 4     /* not one for each call */
#define CONFIRMS_ITS_OWN_WRITE 5    /* a write found by its commit id counts after one more write */
#define CONFIRMS_OK 6               /* "it is so already" counts after one more write */
#define CONFIRMS_NOT_FOUND 7        /* "there is no such pass" counts after one more write */
#define CONFIRMS_REFUSALS 8         /* a refusal that follows a write counts after one more write */
#define BUSY_BEYOND_THE_WINDOW 9    /* without evidence about its own write, a call does not decide again */
#define MATCH_NAMES_ITS_PASS 10     /* a comparison counts only for the pass it was made with */
#define ANSWERS_AFTER_THE_WRITE 11  /* nothing about the comparison is returned before the write is acknowledged */
#define CREATE_NEEDS_CURRENT_PASS 12
#define FORGET_LEAVES_A_DOCUMENT 13 /* it writes the empty document and removes nothing */
#define FORGET_ALWAYS_WRITES 14     /* also where nothing is stored */
#define FORGET_KEEPS_COMMIT_IDS 15
#define SWEEP_WAITS 16              /* longer than any call or late write */
#define NOTICES_KEEP_THE_WINDOW 17  /* delivering a notice adds no commit id */
#define TOGETHER_IN_ORDER 18        /* each is decided on the document that the one before leaves */
#define TOGETHER_OR_UNKNOWN 19      /* a write without an answer is unknown for each of them */
#define CONFIRMS_ABSENCE 20         /* where nothing is stored, one more write stores the empty document */

/* One search. Read from the environment once, so that one compiled model runs every configuration. */
hidden byte roles[CALLERS], passes[CALLERS];
hidden byte removed;                /* a rule, or 0 */
hidden byte window;                 /* commit ids that a document keeps: 2, or 0 for all */
hidden byte writesEach;             /* of one caller; then its deadline has passed */
hidden byte isStored;                /* the run starts with a document and pass 1 */
hidden byte spendsOnRegistration;    /* a one-time pass is used up by the first credential, not by the sign-in */
hidden byte bindsClients;            /* each caller has a client binding of its own */
hidden byte mayExpire;               /* pass 1 may reach its end */
hidden byte isAsynchronous;          /* an acknowledged write may be lost */
byte faults;                        /* lost requests, lost answers, late requests */
byte failovers;

c_code {
static int setting(const char *name) { const char *text = getenv(name); return text ? atoi(text) : 0; }
}

inline readSettings() {
  c_code {
    roles[0] = setting("ROLE_1"); passes[0] = setting("PASS_1");
    roles[1] = setting("ROLE_2"); passes[1] = setting("PASS_2");
    roles[2] = setting("ROLE_3"); passes[2] = setting("PASS_3");
    removed = setting("REMOVED"); window = setting("WINDOW"); writesEach = setting("WRITES");
    isStored = setting("IS_STORED"); spendsOnRegistration = setting("SPENDS_ON_REGISTRATION");
    bindsClients = setting("BINDS_CLIENTS"); mayExpire = setting("MAY_EXPIRE");
    isAsynchronous = setting("IS_ASYNCHRONOUS");
    now.faults = setting("FAULTS"); now.failovers = setting("FAILOVERS");
  }
}

/* Shorthands that use the variables of a caller. */
#define COMMIT(number) (me * MAX_WRITES + (number) + 1)
#define SIGNS_IN (step == 0 && (role == SIGN_IN || role == GUESS || role == REGISTER))
#define PART(together, index) (((together) >> (2 * (index))) & 3)
#define ALL_REFUSED (REFUSED * 21)
#define OWN_WRITES (BIT(COMMIT(sent)) - BIT(COMMIT(first)))
