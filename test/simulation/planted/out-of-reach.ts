/**
 * Kinds of bugs that the simulation cannot find, with the reason and the tests that do. A kind that it can reach has a
 * planted bug instead.
 */
export const outOfReach: Readonly<Record<string, { readonly because: string; readonly foundBy: string }>> = {
  'a statement of a store lacks a condition': {
    because: 'the simulation has a store of its own, without SQL, scripts or drivers',
    foundBy: 'test/mutants/guards.test.ts',
  },
  'a driver reports a row that it did not write': {
    because: 'drivers run outside of virtual time',
    foundBy: 'test/contract/known-bad.test.ts',
  },
  'more writes follow a lost answer than a document remembers': {
    because: 'nine writes have to fall into one pause of a call: 3,000 runs in 60 seconds did not lead there',
    foundBy: 'test/commit/sent-writes.test.ts',
  },
  'codes are biased or predictable': {
    because: 'random bytes come from the seed, and no law looks at their distribution',
    foundBy: 'test/known-failures/guessed.test.ts',
  },
  'the time of an answer tells a right code from a wrong one': {
    because: 'work takes no virtual time',
    foundBy: 'test/laws/one-answer.test.ts',
  },
  'a slow hash blocks or starves sign-ins': {
    because: 'slow hashes run on threads, so every code is long enough for the fast hash',
    foundBy: 'test/crypto/admission.test.ts',
  },
  'a lockout overflows, or a clock that steps back ends it': {
    because: 'virtual clocks only run forward, within a second of each other',
    foundBy: 'test/laws/time.property.test.ts',
  },
  'an actor without the permission is let through': {
    because: 'every actor of a plan has every permission that it needs',
    foundBy: 'test/laws/role-matrix.test.ts',
  },
  'a disabled user signs in': {
    because: 'the directory does not change during a run',
    foundBy: 'test/laws/people-who-left.test.ts',
  },
  'a row that was changed or put back is believed': {
    because: 'nobody writes to the simulated database but the library',
    foundBy: 'test/laws/tampering.property.test.ts',
  },
  'a grant or a registration is accepted from another client': {
    because: 'no plan has a client binding',
    foundBy: 'test/grant/judge.property.test.ts',
  },
  'a look-alike or a blank makes a right code wrong': {
    because: 'codes are typed as they were shown',
    foundBy: 'test/laws/as-typed.property.test.ts',
  },
}
