import { countWrongCode, noWrongCodes, runningLockout } from '../lockout/lockout.js'
import type { LatestSignIn, PassEnd, PassRecord } from '../pass/record.js'
import { policyObjection, usabilityOf } from '../pass/usability.js'
import { positionInWindow } from '../pass/window.js'
import type { UserDocument } from '../user-document/user-document.js'
import { changed } from '../user-document/user-document.js'
import type { Attempt, SignInCircumstances } from './attempt.js'
import { describeSignIn } from './describe.js'
import type { SignIn, SignInRefusalReason } from './sign-in.js'
import { isSurfaceAllowed } from './surfaces.js'

/** The outcome of an attempt, and the document to write first. The outcome counts only if that write commits. */
export interface Verdict {
  readonly outcome: SignInOutcome
  readonly next?: UserDocument | undefined
}

export type SignInOutcome = AcceptedSignIn | RefusedSignIn

export interface AcceptedSignIn {
  readonly ok: true
  readonly signIn: SignIn
  readonly signInId: string
  readonly incarnation?: string | undefined
  /** The sign-in that this one replaces during its registration window. */
  readonly supersededSignInId?: string | undefined
}

export interface RefusedSignIn {
  readonly ok: false
  readonly reason: SignInRefusalReason
  readonly wrongCodes: number
  readonly lockedOutUntilMs?: number | undefined
  readonly revokedPassId?: string | undefined
}

const doubleClickMs = 60_000

/**
 * Decides whether the attempt succeeds. Checks of the pass come before the code, so that the outcome for a pass that is
 * not usable does not depend on the code. If the pass was replaced since the comparison, the code is wrong.
 */
export function decideSignIn(attempt: Attempt): Verdict {
  const { document, policy, user, match, circumstances, nowMs } = attempt
  if (!isSurfaceAllowed(attempt.surfaceRules, circumstances.surface, circumstances.priorAmr)) {
    return refused(attempt, 'surfaceNotAllowed')
  }
  const pass = document?.pass
  if (!document || !pass) return refused(attempt, user.type === 'externalGuest' ? 'externalGuest' : 'noPass')
  const isRight = match?.passId === pass.id && match.isSame
  const usability = usabilityOf(pass, { wrongCodes: document.wrongCodes, policy, user, nowMs })
  const isRepeated = isRight && isDoubleClick(pass, attempt)
  if (usability === 'oneTimeUsed' && isRepeated && mayStillUse(pass, attempt)) return repeat(document, pass, attempt)
  if (usability === 'expired' && !pass.ended) return refused(attempt, 'expired', recordExpiry(document, pass, attempt))
  if (usability === 'lockedOut') return refused(attempt, 'lockedOut', recordShorterLockout(document, attempt))
  if (usability === 'disabledByPolicy') return refused(attempt, policyObjection(policy, user, pass) ?? usability)
  if (usability !== 'usable' && usability !== 'inRegistration') return refused(attempt, usability)
  if (!isRight) return refuseWrongCode(document, pass, attempt)
  if (isRepeated) return repeat(document, pass, attempt)
  const mayTakeOver = usability === 'usable' || isSameClient(pass.latestSignIn, circumstances)
  return mayTakeOver ? accept(document, pass, attempt, usability) : refused(attempt, 'inRegistration')
}

/** Returns the document with the end of its pass recorded, or `undefined` if there is nothing to record. */
export function recordExpiry(
  document: UserDocument,
  pass: PassRecord,
  { nowMs, commitId }: Pick<Attempt, 'nowMs' | 'commitId'>,
): UserDocument | undefined {
  if (pass.ended || positionInWindow(pass, nowMs) !== 'after') return undefined
  return changed(document, commitId, { pass: { ...pass, ended: { how: 'expired', atMs: nowMs, commitId } } })
}

function isDoubleClick({ latestSignIn }: PassRecord, { circumstances, nowMs }: Attempt): boolean {
  if (latestSignIn?.attemptId === undefined) return false
  const { atMs, attemptId, clientBinding } = latestSignIn
  const isSame = attemptId === circumstances.attemptId && clientBinding === circumstances.clientBinding
  return isSame && Math.abs(nowMs - atMs) < doubleClickMs
}

/** `oneTimeUsed` hides every later reason, so they are checked here. */
function mayStillUse(pass: PassRecord, { user, policy, nowMs }: Attempt): boolean {
  return user.isEnabled && !policyObjection(policy, user, pass) && positionInWindow(pass, nowMs) === 'inside'
}

/** Returns the same sign-in again. The write makes it fail if the pass has been replaced. */
function repeat(document: UserDocument, pass: PassRecord, attempt: Attempt): Verdict {
  const { latestSignIn } = pass
  if (!latestSignIn) return refused(attempt, 'oneTimeUsed')
  const signIn = describeSignIn(document, pass, latestSignIn, attempt)
  const next = changed(document, attempt.commitId, {})
  return { outcome: { ok: true, signIn, signInId: latestSignIn.id, incarnation: document.incarnation }, next }
}

/** An attacker who has seen the code must not take over the registration. Without a binding there is nothing to compare. */
function isSameClient(latest: LatestSignIn | undefined, { clientBinding }: SignInCircumstances): boolean {
  return latest?.clientBinding === undefined || latest.clientBinding === clientBinding
}

function accept(
  document: UserDocument,
  pass: PassRecord,
  attempt: Attempt,
  usability: 'usable' | 'inRegistration',
): Verdict {
  const { nowMs, commitId, circumstances } = attempt
  const { signInId, clientBinding, attemptId } = circumstances
  const latestSignIn: LatestSignIn = { id: signInId, atMs: nowMs, clientBinding, attemptId }
  const isSpent = pass.isUsableOnce && pass.spendOn === 'signIn'
  const ended: PassEnd | undefined = isSpent ? { how: 'oneTimeUsed', atMs: nowMs, commitId } : undefined
  const used: PassRecord = { ...pass, ended, lastUsedAtMs: nowMs, latestSignIn }
  const next = changed(document, commitId, { pass: used, wrongCodes: noWrongCodes })
  const signIn = describeSignIn(document, used, latestSignIn, attempt)
  const supersededSignInId = usability === 'inRegistration' ? pass.latestSignIn?.id : undefined
  const { incarnation } = document
  return { outcome: { ok: true, signIn, signInId, incarnation, supersededSignInId }, next }
}

function refuseWrongCode(document: UserDocument, pass: PassRecord, attempt: Attempt): Verdict {
  const { policy, nowMs, commitId } = attempt
  const counted = pass.wrongCodes + 1
  const isRevoked = counted >= pass.wrongCodesBeforeRevocation
  const ended: PassEnd | undefined = isRevoked ? { how: 'revoked', atMs: nowMs, commitId } : undefined
  const wrongCodes = countWrongCode(document.wrongCodes, policy, nowMs)
  const next = changed(document, commitId, { pass: { ...pass, wrongCodes: counted, ended }, wrongCodes })
  return {
    outcome: {
      ok: false,
      reason: 'wrongCode',
      wrongCodes: wrongCodes.consecutive,
      lockedOutUntilMs: wrongCodes.lockout?.untilMs,
      revokedPassId: isRevoked ? pass.id : undefined,
    },
    next,
  }
}

/** After the clock was set back, a lockout is capped at its own length. Without a write, the cap would move with the clock. */
function recordShorterLockout(document: UserDocument, { nowMs, commitId }: Attempt): UserDocument | undefined {
  const { wrongCodes } = document
  const lockout = runningLockout(wrongCodes, nowMs)
  if (!lockout || lockout.untilMs === wrongCodes.lockout?.untilMs) return undefined
  return changed(document, commitId, { wrongCodes: { ...wrongCodes, lockout } })
}

function refused({ document, nowMs }: Attempt, reason: SignInRefusalReason, next?: UserDocument | undefined): Verdict {
  const counted = document?.wrongCodes
  return {
    outcome: {
      ok: false,
      reason,
      wrongCodes: counted?.consecutive ?? 0,
      lockedOutUntilMs: counted && runningLockout(counted, nowMs)?.untilMs,
    },
    next,
  }
}
