import { messageText } from '../message/english.js'
import type { SignInRefusal, SignInRefusalReason } from './sign-in.js'

const reasons = new WeakMap<SignInRefusal, SignInRefusalReason>()

/** Creates a refusal that is the same for every reason, so that it is safe to send to the user as it is. */
export function refuse(reason: SignInRefusalReason, correlationId: string): SignInRefusal {
  const refusal: SignInRefusal = Object.freeze({ ok: false, ...messageText('signIn.refused'), correlationId })
  reasons.set(refusal, reason)
  return refusal
}

/**
 * Returns the reason of a refusal, for your audit log, your support staff, or a protocol that names reasons.
 *
 * Never show it to the user who signs in: it tells an attacker which users and passes exist. Only the object that `signIn`
 * returned has a reason; a copy has none.
 *
 * @param refusal - The refusal that `signIn` returned, not a copy.
 * @returns The reason.
 * @throws `RangeError` for anything else, also for a copy.
 *
 * @example
 * ```ts
 * const result = await tap.signIn({ user: 'ada', code: 'K7MQ-Z3XW' })
 * if (!result.ok) auditLog.write(result.correlationId, revealRefusal(result))
 * ```
 */
export function revealRefusal(refusal: SignInRefusal): SignInRefusalReason {
  const reason = reasons.get(refusal)
  if (!reason)
    throw new RangeError('`refusal` must be the object that signIn returned, not a copy. Pass it on unchanged.')
  return reason
}
