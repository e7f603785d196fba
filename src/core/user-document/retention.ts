import { millisecondsInDay } from 'date-fns/constants'
import type { Policy } from '../policy/policy.js'
import { isCascaded } from '../registration/cascade.js'
import type { UserDocument } from './user-document.js'

/** The longest time for which an identity proof may be reused. A repudiation is kept for as long. */
export const maxProofValidityInDays = 365

/**
 * Returns `null`, which is never, while a credential is on record that neither the host application nor a cascade has removed:
 * it may still sign the user in. Otherwise, returns when the document may be swept: the policy's retention after the latest of now, the end of the pass and the end
 * of the lockout. It is later while a repudiation link works, or while a repudiation may invalidate an identity proof.
 */
export function retainUntil(document: UserDocument, policy: Policy, nowMs: number): number | null {
  const { pass, wrongCodes, registrations, repudiableUntilMs = 0, repudiatedAtMs } = document
  if (registrations.some((record) => !isCascaded(record))) return null
  const latest = Math.max(nowMs, pass?.endAtMs ?? 0, wrongCodes.lockout?.untilMs ?? 0)
  const repudiationMs = repudiatedAtMs === undefined ? 0 : repudiatedAtMs + maxProofValidityInDays * millisecondsInDay
  return Math.max(latest + policy.retentionInDays * millisecondsInDay, repudiableUntilMs, repudiationMs)
}
