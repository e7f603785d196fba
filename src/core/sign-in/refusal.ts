import type { SignInRefusal, SignInRefusalReason } from './sign-in.js'

const message = 'The name or the code is not right, or the code cannot be used now.'
const reasons = new WeakMap<SignInRefusal, SignInRefusalReason>()

/** One answer for every cause: whoever sends it on as it is tells a stranger nothing. */
export function refuse(reason: SignInRefusalReason, correlationId: string): SignInRefusal {
  const refusal: SignInRefusal = Object.freeze({ ok: false, message, correlationId })
  reasons.set(refusal, reason)
  return refusal
}

/**
 * The cause of a refusal, for a host whose own protocol names it or whose support staff sees it.
 *
 * Shown to the person at the door, it tells a stranger what exists. It is not part of the object: only the very one that
 * `signIn` answered has it, no copy.
 *
 * @throws `RangeError` for anything but a refusal that this package answered.
 *
 * @example
 * ```ts
 * const result = await tap.signIn({ user: 'ada', code: 'K7MQ-Z3XW' })
 * if (!result.ok) auditLog.write(result.correlationId, revealRefusal(result))
 * ```
 */
export function revealRefusal(refusal: SignInRefusal): SignInRefusalReason {
  const reason = reasons.get(refusal)
  if (!reason) throw new RangeError('refusal: not one that signIn answered')
  return reason
}
