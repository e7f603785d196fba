/**
 * The meaning of a sign-in by pass for one user, one call after another, written from the promise and not from the
 * source. Times are milliseconds.
 */
export interface Model {
  nowMs: number
  policy: { isEnabled: boolean; mustBeOneTime: boolean }
  isUserEnabled: boolean
  pass: ModelPass | undefined
  wrongInARow: number
  /** The lockout. It ends at `untilMs`, and never later than `lengthMs` after any read. */
  lockout: { untilMs: number; lengthMs: number } | undefined
  /** Every code that was returned. Only the code of the current pass can sign in. */
  codes: string[]
}

export interface ModelPass {
  code: string
  startMs: number
  endMs: number
  /** A pass that starts at once ignores its start. */
  isStartChecked: boolean
  isOneTime: boolean
  wrong: number
  state: 'open' | 'oneTimeUsed' | 'expired' | 'revoked'
  isUsed: boolean
}

export const limits = { lockout: 3, revocation: 5, firstLockoutMs: 60_000, maxLockoutMs: 200_000 }

export function emptyModel(nowMs: number): Model {
  return {
    nowMs,
    policy: { isEnabled: true, mustBeOneTime: false },
    isUserEnabled: true,
    pass: undefined,
    wrongInARow: 0,
    lockout: undefined,
    codes: [],
  }
}

export type PassState =
  | 'noPass'
  | 'usable'
  | 'notYetValid'
  | 'lockedOut'
  | 'disabledByPolicy'
  | 'userDisabled'
  | 'oneTimeUsed'
  | 'expired'
  | 'revoked'

/** Returns the state of the pass. */
function stateOf({ pass, policy, isUserEnabled, nowMs, lockout }: Model): PassState {
  if (!pass) return 'noPass'
  if (pass.state !== 'open') return pass.state
  if (nowMs >= pass.endMs) return 'expired'
  if (!isUserEnabled) return 'userDisabled'
  if (!policy.isEnabled || (policy.mustBeOneTime && !pass.isOneTime)) return 'disabledByPolicy'
  if (pass.isStartChecked && nowMs < pass.startMs) return 'notYetValid'
  return lockout && nowMs < lockout.untilMs ? 'lockedOut' : 'usable'
}

/** Stores an expiry: every read and every sign-in does it. */
export function readState(model: Model): PassState {
  const state = stateOf(model)
  if (state === 'expired' && model.pass) model.pass.state = 'expired'
  return state
}

/** A user types a code. */
export function enter(model: Model, code: string): PassState | 'signedIn' | 'wrongCode' {
  const state = readState(model)
  const { pass, lockout, nowMs } = model
  // A clock that stepped back must not lengthen a lockout.
  if (state === 'lockedOut' && lockout) lockout.untilMs = Math.min(lockout.untilMs, nowMs + lockout.lengthMs)
  if (state !== 'usable' || !pass) return state
  if (code === pass.code) {
    pass.isUsed = true
    if (pass.isOneTime) pass.state = 'oneTimeUsed'
    model.wrongInARow = 0
    model.lockout = undefined
    return 'signedIn'
  }
  pass.wrong += 1
  model.wrongInARow += 1
  if (pass.wrong >= limits.revocation) pass.state = 'revoked'
  const lockouts = model.wrongInARow / limits.lockout
  const lengthMs = Math.min(limits.firstLockoutMs * 2 ** (lockouts - 1), limits.maxLockoutMs)
  model.lockout = Number.isInteger(lockouts) ? { untilMs: nowMs + lengthMs, lengthMs } : undefined
  return 'wrongCode'
}
