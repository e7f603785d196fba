import { countWrongCode, noWrongCodes, runningWait } from '../lockout/lockout.js'
import type { PassEnd, PassRecord } from '../pass/record.js'
import { policyObjection, usabilityOf } from '../pass/usability.js'
import { positionInWindow } from '../pass/window.js'
import type { Policy } from '../policy/policy.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { UserDocument } from '../user-document/user-document.js'
import { changed } from '../user-document/user-document.js'
import type { SignIn, SignInRefusalReason } from './sign-in.js'

/** All that a sign-in depends on. */
export interface Attempt {
  readonly document: UserDocument | undefined
  readonly policy: Policy
  readonly user: DirectoryUser
  /** What the typed code came to, and beside which pass it was laid. */
  readonly match: Match | undefined
  readonly nowMs: number
  readonly commitId: string
}

export interface Match {
  readonly passId: string
  readonly isSame: boolean
}

/** What to answer, and what to write before answering: nothing is answered unless the write commits. */
export interface Verdict {
  readonly outcome: Outcome
  readonly next?: UserDocument | undefined
}

export type Outcome =
  | { readonly ok: true; readonly signIn: SignIn }
  | {
      readonly ok: false
      readonly reason: SignInRefusalReason
      readonly wrongCodes: number
      readonly lockedOutUntilMs?: number | undefined
      readonly revokedPassId?: string | undefined
    }

/**
 * Is this person signed in? Only a pass that is usable meets the code at all, so that the outcome for any other does not
 * depend on what was typed. A match for another pass than the one now stored is a wrong code.
 */
export function decideSignIn(attempt: Attempt): Verdict {
  const { document, policy, user, match, nowMs } = attempt
  const pass = document?.pass
  if (!document || !pass) return refused(attempt, user.type === 'externalGuest' ? 'externalGuest' : 'noPass')
  const usability = usabilityOf(pass, { wrongCodes: document.wrongCodes, policy, user, nowMs })
  if (usability === 'expired' && !pass.ended) return refused(attempt, 'expired', recordExpiry(document, pass, attempt))
  if (usability === 'lockedOut') return refused(attempt, 'lockedOut', recordShorterWait(document, attempt))
  if (usability === 'disabledByPolicy') return refused(attempt, policyObjection(policy, user, pass) ?? usability)
  if (usability !== 'usable') return refused(attempt, usability)
  const isRight = match?.passId === pass.id && match.isSame
  return isRight ? accept(document, pass, attempt) : refuseWrongCode(document, pass, attempt)
}

/** The document with its pass's end on record; `undefined` when there is nothing to record. */
export function recordExpiry(
  document: UserDocument,
  pass: PassRecord,
  { nowMs, commitId }: Pick<Attempt, 'nowMs' | 'commitId'>,
): UserDocument | undefined {
  if (pass.ended || positionInWindow(pass, nowMs) !== 'after') return undefined
  return changed(document, commitId, { pass: { ...pass, ended: { how: 'expired', atMs: nowMs, commitId } } })
}

function accept(document: UserDocument, pass: PassRecord, { nowMs, commitId }: Attempt): Verdict {
  const ended: PassEnd | undefined = pass.isUsableOnce ? { how: 'oneTimeUsed', atMs: nowMs, commitId } : undefined
  const signIn: SignIn = {
    userId: document.userId,
    passId: pass.id,
    isUsableOnce: pass.isUsableOnce,
    authenticatedAt: new Date(nowMs),
    notAfter: new Date(pass.endAtMs),
    registrationDeadline: pass.isUsableOnce
      ? new Date(Math.min(nowMs + pass.registrationWindowMs, pass.endAtMs))
      : undefined,
  }
  const used: PassRecord = { ...pass, ended, lastUsedAtMs: nowMs }
  const next = changed(document, commitId, { pass: used, wrongCodes: noWrongCodes })
  return { outcome: { ok: true, signIn }, next }
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
      lockedOutUntilMs: wrongCodes.wait?.untilMs,
      revokedPassId: isRevoked ? pass.id : undefined,
    },
    next,
  }
}

/** After the clock stepped back a wait counts as at most its own length: written down, or it would move with the clock. */
function recordShorterWait(document: UserDocument, { nowMs, commitId }: Attempt): UserDocument | undefined {
  const { wrongCodes } = document
  const wait = runningWait(wrongCodes, nowMs)
  if (!wait || wait.untilMs === wrongCodes.wait?.untilMs) return undefined
  return changed(document, commitId, { wrongCodes: { ...wrongCodes, wait } })
}

function refused({ document, nowMs }: Attempt, reason: SignInRefusalReason, next?: UserDocument | undefined): Verdict {
  const counted = document?.wrongCodes
  return {
    outcome: {
      ok: false,
      reason,
      wrongCodes: counted?.consecutive ?? 0,
      lockedOutUntilMs: counted && runningWait(counted, nowMs)?.untilMs,
    },
    next,
  }
}
