import { millisecondsInDay } from 'date-fns/constants'
import type { Policy } from '../policy/policy.js'
import type { UserDocument } from './user-document.js'

/**
 * Until when the document is needed: the latest of now, the end of the pass and the end of the wait, and the retention;
 * and for as long as somebody holds a link that undoes what it tells of.
 */
export function retainUntil(document: UserDocument, policy: Policy, nowMs: number): number {
  const latest = Math.max(nowMs, document.pass?.endAtMs ?? 0, document.wrongCodes.wait?.untilMs ?? 0)
  return Math.max(latest + policy.retentionInDays * millisecondsInDay, document.repudiableUntilMs ?? 0)
}
