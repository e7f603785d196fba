import type { Removal } from './searches.js'

/** Each rule of the model, removed, breaks a law. A rule that could be removed unnoticed would not be needed, or not be modelled. */
export const removals: readonly Removal[] = [
  without('COMPARES_REVISIONS', 'usedOnce', ['SIGN_IN 1', 'SIGN_IN 1']),
  without('KEEPS_COMMIT_IDS', 'storedOnce', ['CREATE 2', 'SIGN_IN 1']),
  without('SPENT_PASS_KEEPS_ITS_ID', 'refusalSpendsNothing', ['SIGN_IN 1', 'UNLOCK 0', 'UNLOCK 0'], { window: 2 }),
  without('ONE_ID_FOR_EACH_WRITE', 'refusalSpendsNothing', ['SIGN_IN 1', 'GUESS 0'], { mayExpire: true }),
  without('CONFIRMS_ITS_OWN_WRITE', 'usedOnce', ['SIGN_IN 1', 'SIGN_IN 1']),
  without('CONFIRMS_OK', 'deletedForGood', ['DELETE 1', 'DELETE 1']),
  without('CONFIRMS_OK', 'registeredOnce', ['REGISTER 1', 'REGISTER 1'], { spendsOnRegistration: true }),
  without('CONFIRMS_NOT_FOUND', 'noOkWithoutAWrite', ['DELETE 1', 'DELETE 1']),
  without('CONFIRMS_REFUSALS', 'refusalSpendsNothing', ['SIGN_IN 1', 'DELETE 1'], { faults: 2 }),
  without('CONFIRMS_ABSENCE', 'deletedForGood', ['CREATE 2', 'FORGET 0', 'DELETE 2'], { isStored: false }),
  without('BUSY_BEYOND_THE_WINDOW', 'guessBudget', ['CREATE 2', 'GUESS 0', 'DELETE 2'], { window: 2 }),
  without('BUSY_BEYOND_THE_WINDOW', 'deletedForGood', ['CREATE 2', 'GUESS 0', 'DELETE 2'], { window: 2 }),
  without('MATCH_NAMES_ITS_PASS', 'rightCodeOnly', ['SIGN_IN 1', 'CREATE 2']),
  without('ANSWERS_AFTER_THE_WRITE', 'guessBudget', ['GUESS 0', 'GUESS 0']),
  without('CREATE_NEEDS_CURRENT_PASS', 'returnsCurrentPass', ['CREATE 2', 'CREATE 1'], { isStored: false }),
  without('FORGET_LEAVES_A_DOCUMENT', 'forgottenForGood', ['CREATE 2', 'FORGET 0'], { isStored: false }),
  without('FORGET_ALWAYS_WRITES', 'forgottenForGood', ['CREATE 2', 'FORGET 0'], { isStored: false }),
  without('FORGET_KEEPS_COMMIT_IDS', 'guessBudget', ['CREATE 2', 'GUESS 0', 'FORGET 0']),
  without('SWEEP_WAITS', 'forgottenForGood', ['CREATE 2', 'FORGET 0'], { isStored: false }),
  without('NOTICES_KEEP_THE_WINDOW', 'noticeCostsNothing', ['CREATE 2', 'SEND_NOTICES 0'], { window: 2 }),
  without('TOGETHER_IN_ORDER', 'usedOnce', ['SIGN_IN_TOGETHER 1', 'SIGN_IN 1']),
  without('TOGETHER_OR_UNKNOWN', 'guessBudget', ['SIGN_IN_TOGETHER 1', 'GUESS 0']),
]

function without(
  removed: string,
  breaks: Removal['breaks'],
  callers: Removal['callers'],
  settings: Removal['settings'] = {},
): Removal {
  return { name: `without ${removed}`, removed, breaks, callers, settings }
}
