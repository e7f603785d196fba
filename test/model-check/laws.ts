/** The laws that the model checks: the name in the model, and one sentence. */
export const modelLaws = {
  usedOnce: 'a one-time pass signs in at most once',
  registeredOnce: 'a one-time pass that registering uses up registers for one sign-in only',
  rightCodeOnly: 'only the right code of the user signs in, as the pass that it belongs to',
  guessBudget: 'no pass is compared with more wrong codes than its limit',
  deletedForGood: 'a pass never signs in after it was reported deleted',
  forgottenForGood: 'after users.forget, no pass from before it is shown or signs in',
  noOkWithoutAWrite: 'no call reports a change without an acknowledged write',
  refusalSpendsNothing: 'a right code that was refused has not used up a pass',
  storedOnce: 'a call that knows its result is stored at most once',
  returnsCurrentPass: 'passes.create returns a code only while its pass is current',
  noticeCostsNothing: 'delivering a notice never hides from a call whether its write was stored',
  everyCallEnds: 'every call of a process that lives ends in bounded time',
  lockIsFreeInTheEnd: 'a lock is free once no call needs it',
} as const

export type ModelLaw = keyof typeof modelLaws
