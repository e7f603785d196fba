import { laws } from '../support/laws.js'

/** The laws that the model checks: the name in the model, and one sentence. */
export const modelLaws = {
  usedOnce: laws.usedOnce,
  registeredOnce: laws.registeredOnce,
  rightCodeOnly: laws.rightCodeOnly,
  guessBudget: laws.guessBudget,
  deletedForGood: laws.deletedForGood,
  forgottenForGood: laws.forgottenForGood,
  noOkWithoutAWrite: laws.noOkWithoutAWrite,
  refusalSpendsNothing: laws.refusalSpendsNothing,
  storedOnce: laws.storedOnce,
  returnsCurrentPass: laws.returnsCurrentPass,
  noticeCostsNothing: laws.noticeCostsNothing,
  everyCallEnds: laws.everyCallEnds,
  lockIsFreeInTheEnd: laws.lockIsFreeInTheEnd,
} as const

export type ModelLaw = keyof typeof modelLaws
