import type { Policy } from '../policy/policy.js'
import type { UserDocument } from './user-document.js'

const msPerDay = 86_400_000

/** Until when the document is needed: the latest of now, the end of the pass and the end of the wait, and the retention. */
export function retainUntil(document: UserDocument, policy: Policy, nowMs: number): number {
  const latest = Math.max(nowMs, document.pass?.endAtMs ?? 0, document.wrongCodes.wait?.untilMs ?? 0)
  return latest + policy.retentionInDays * msPerDay
}
