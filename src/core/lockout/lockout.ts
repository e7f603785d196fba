import type { Policy } from '../policy/policy.js'

/** Wrong codes since the user's last success. No new pass resets them. */
export interface WrongCodes {
  readonly consecutive: number
  readonly lockout?: Lockout | undefined
}

/** Signing in by pass waits. */
export interface Lockout {
  readonly untilMs: number
  readonly lengthMs: number
}

export const noWrongCodes: WrongCodes = { consecutive: 0 }

/** One more. Every so many of them start a wait, each twice as long as the one before, up to the policy's longest. */
export function countWrongCode(counted: WrongCodes, policy: Policy, nowMs: number): WrongCodes {
  const consecutive = counted.consecutive + 1
  if (consecutive % policy.wrongCodesBeforeLockout !== 0) return { consecutive }
  const doublings = Math.min(consecutive / policy.wrongCodesBeforeLockout - 1, 30)
  const lengthMs = 1000 * Math.min(policy.lockoutInSeconds * 2 ** doublings, policy.maximumLockoutInSeconds)
  return { consecutive, lockout: { untilMs: nowMs + lengthMs, lengthMs } }
}

/** An administrator's new pass ends the wait; the count goes on, so that the next wait is as long as it would have been. */
export function endLockout({ consecutive }: WrongCodes): WrongCodes {
  return { consecutive }
}

/** The wait, if it is still running: at most its own length from now, however far the clock has stepped back. */
export function runningLockout({ lockout }: WrongCodes, nowMs: number): Lockout | undefined {
  if (!lockout || lockout.untilMs <= nowMs) return undefined
  return { untilMs: Math.min(lockout.untilMs, nowMs + lockout.lengthMs), lengthMs: lockout.lengthMs }
}
