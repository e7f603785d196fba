import type { PassRecord } from './record.js'

/** Half-open, as everywhere: the first instant inside is the start, the first one outside is the end. */
export function positionInWindow(pass: PassRecord, nowMs: number): 'before' | 'inside' | 'after' {
  if (nowMs >= pass.endAtMs) return 'after'
  return pass.isStartChecked && nowMs < pass.startAtMs ? 'before' : 'inside'
}

/** Until when the latest sign-in may register a credential. Multi-use passes have no such end but their own. */
export function registrationDeadlineMs(pass: PassRecord): number | undefined {
  if (!pass.isUsableOnce || !pass.latestSignIn) return undefined
  return Math.min(pass.latestSignIn.atMs + pass.registrationWindowMs, pass.endAtMs)
}

/** Has somebody signed in with a pass that only a registration spends, and still the time to register? */
export function isInRegistration(pass: PassRecord, nowMs: number): boolean {
  const deadlineMs = registrationDeadlineMs(pass)
  return pass.spendOn === 'registration' && !pass.ended && deadlineMs !== undefined && nowMs < deadlineMs
}
