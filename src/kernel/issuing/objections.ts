import { objectionsToPass, objectionToInheritance } from '../../core/pass/create.js'
import { PolicyViolationError } from '../../errors.js'
import { requireReadable } from '../load.js'
import type { Loaded } from '../loaded.js'
import type { PassOrder } from './order.js'

/** @throws {@link PolicyViolationError} with every objection, and whatever `applyRules` throws. */
export function refuseObjections(
  order: PassOrder,
  { policy, loadedUser }: Pick<Loaded, 'policy' | 'loadedUser'>,
  nowMs: number,
): void {
  const { user, request } = order
  const applied = order.applyRules(requireReadable(policy).policy, nowMs)
  const inheritance = objectionToInheritance(applied, inheritedWrongCodes(order, { loadedUser }))
  const objections = [...objectionsToPass(applied, user, request, nowMs), ...(inheritance ? [inheritance] : [])]
  if (objections.length > 0) throw new PolicyViolationError(objections)
}

/**
 * Returns how many wrong codes the new pass starts with. Neither issuing for oneself nor corrupting the stored document
 * may give an attacker fresh guesses.
 *
 * @throws {@link UnreadableDocumentError}
 */
export function inheritedWrongCodes({ isForSelf }: PassOrder, { loadedUser }: Pick<Loaded, 'loadedUser'>): number {
  if (!isForSelf) return 0
  const { document } = requireReadable(loadedUser)
  return document?.pass?.wrongCodes ?? document?.wrongCodesOnDeletedPass ?? 0
}
