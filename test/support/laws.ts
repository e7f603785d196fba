/**
 * Every law of this project once: an id and one sentence. The simulation, the model and property tests use this text.
 * `test/checks/laws.test.ts` fails for a law that nothing checks.
 */
export const laws = {
  usedOnce: 'a one-time pass signs in at most once',
  registeredOnce: 'a one-time pass that registering uses up registers for one sign-in only',
  noSignInAfterRegistering: 'a one-time pass never signs in after its credential was reported registered',
  rightCodeOnly: 'only the right code of the user signs in, as the pass that it belongs to',
  guessBudget: 'no pass is compared with more wrong codes than its limit',
  revokedForGood: 'a pass never signs in after its limit of wrong codes was reached',
  deletedForGood: 'a pass never signs in after it was reported deleted',
  replacedForGood: 'a pass never signs in after a newer one was returned',
  forgottenForGood: 'after users.forget, no pass from before it is shown or signs in',
  insideItsWindow: 'a pass signs in only between its start and its end',
  disabledForAll: 'nobody signs in after the policy was reported disabled',
  lineageIsKept: 'a credential reported registered is listed until it is reported removed',
  noOkWithoutAWrite: 'no call reports a change without an acknowledged write',
  storedOnce: 'a call that knows its result is stored at most once',
  refusalSpendsNothing: 'a right code that was refused has not used up a pass',
  returnsCurrentPass: 'passes.create returns a code only while its pass is current',
  noticeCostsNothing: 'delivering a notice never hides from a call whether its write was stored',
  lockIsFreeInTheEnd: 'a lock is free once no call needs it',
  typedFailures: 'every failure is a typed error',
  oneEvent: 'every answered call has exactly one event, and it was recorded before the answer',
  everyCallEnds: 'every call of a process that lives ends in bounded time',
  healsInTenSeconds: 'ten seconds after the last fault, every right code in force signs in',
  recoversFromOverload: 'after 60 s of ten times the load, 95 % of capacity is back within 5 seconds',
  busyAtOnce: 'an overloaded process refuses with TAP_BUSY at once, and holds 256 calls at most',
  answersByTheRules: 'over a year, every sign-in ends as the documented rules say, and as no other',
  keptForItsRetention: 'a document is stored until its retention ends, and no longer than the next sweep',
  removedKeyIsUnused: 'no stored document needs a key that was removed after re-sealing',
  noticesArrive: 'every sign-in of a user with an address is notified, once the notifier works',
  approvedOnce: 'an approved request returns at most one code',
  approvedByAnother: 'no code is collected from a request that no reviewer approved',
  bulkOnce: 'a row whose receipt is recorded issues no second pass under its key',
  noSecretKept: 'no code appears in an event or a stored document',
} as const

export type LawId = keyof typeof laws
