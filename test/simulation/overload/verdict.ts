import type { LawId } from '../../support/laws.js'
import type { OverloadReport } from './overload.js'

/** The permits of one process, and the call that is being refused. */
const maxInFlight = 256 + 1
/** A sign-in calls the store twice, and each call has a deadline of five seconds. */
const maxMs = 10_000

/** Returns the laws that this overload broke, each with what broke it. */
export function brokenBy(report: OverloadReport): readonly { readonly law: LawId; readonly what: string }[] {
  const { before, after, busy, others, inFlight, maxInFlight: held, longestMs, maxWaitingAtDatabase: waiting } = report
  const recovery = after.map((rate) => `${rate.toFixed(1)} a second after ${before.toFixed(1)} before`)
  const late = recovery.filter((_, at) => (after[at] ?? 0) < 0.95 * before)
  const rude = [
    ...(busy === 0 ? ['no call was refused as busy'] : []),
    ...(others.length > 0 ? [`${others.length} calls failed otherwise, the first with ${others[0]}`] : []),
    ...(inFlight > 0 ? [`${inFlight} calls never ended`] : []),
    ...(held > maxInFlight ? [`${held} calls were held at once`] : []),
    ...(waiting > maxInFlight ? [`${waiting} requests waited for the database`] : []),
    ...(longestMs > maxMs ? [`a call took ${longestMs} ms`] : []),
  ]
  return [
    ...late.map((what) => ({ law: 'recoversFromOverload', what }) as const),
    ...rude.map((what) => ({ law: 'busyAtOnce', what }) as const),
  ]
}
