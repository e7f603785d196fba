import type { PassRecord } from './record.js'

/** Returns where the instant lies. The start belongs to the window, the end does not. */
export function positionInWindow(pass: PassRecord, nowMs: number): 'before' | 'inside' | 'after' {
  if (nowMs >= pass.endAtMs) return 'after'
  return pass.isStartChecked && nowMs < pass.startAtMs ? 'before' : 'inside'
}

/** Returns `undefined` for a multi-use pass: its sign-ins can register until the pass ends. */
export function registrationDeadlineMs(pass: PassRecord): number | undefined {
  if (!pass.isUsableOnce || !pass.latestSignIn) return undefined
  return Math.min(pass.latestSignIn.atMs + pass.registrationWindowMs, pass.endAtMs)
}

/** Returns `true` if only a registration uses up the pass, and its latest sign-in still has time for one. */
export function isInRegistration(pass: PassRecord, nowMs: number): boolean {
  const deadlineMs = registrationDeadlineMs(pass)
  return pass.spendOn === 'registration' && !pass.ended && deadlineMs !== undefined && nowMs < deadlineMs
}
