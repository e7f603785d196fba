import { secondsToMilliseconds } from 'date-fns/secondsToMilliseconds'
import type { Policy } from '../policy/policy.js'

/** Wrong codes since the user's last success. No new pass resets them. */
export interface WrongCodes {
  readonly consecutive: number
  readonly lockout?: Lockout | undefined
}

/** A time during which the user cannot sign in by pass. */
export interface Lockout {
  readonly untilMs: number
  readonly lengthMs: number
}

export const noWrongCodes: WrongCodes = { consecutive: 0, lockout: undefined }

/** Counts one wrong code. Every `wrongCodesBeforeLockout` in a row start a lockout, each twice as long as the last. */
export function countWrongCode(counted: WrongCodes, policy: Policy, nowMs: number): WrongCodes {
  const consecutive = counted.consecutive + 1
  if (consecutive % policy.wrongCodesBeforeLockout !== 0) return { consecutive, lockout: undefined }
  const doublings = Math.min(consecutive / policy.wrongCodesBeforeLockout - 1, 30)
  const lengthMs = secondsToMilliseconds(
    Math.min(policy.lockoutInSeconds * 2 ** doublings, policy.maximumLockoutInSeconds),
  )
  return { consecutive, lockout: { untilMs: nowMs + lengthMs, lengthMs } }
}

/** Ends the lockout, as an administrator's new pass does. The count goes on, so that the next lockout is no shorter. */
export function endLockout({ consecutive }: WrongCodes): WrongCodes {
  return { consecutive, lockout: undefined }
}

/** Returns the lockout if it has not ended. It lasts at most its own length from now, even if the clock stepped back. */
export function runningLockout({ lockout }: WrongCodes, nowMs: number): Lockout | undefined {
  if (!lockout || lockout.untilMs <= nowMs) return undefined
  return { untilMs: Math.min(lockout.untilMs, nowMs + lockout.lengthMs), lengthMs: lockout.lengthMs }
}
