import type { UnreadableReason } from '../../errors.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { runningLockout } from '../lockout/lockout.js'
import { messageText } from '../message/english.js'
import type { MessageText } from '../message/message-text.js'
import { isInScope } from '../policy/scope.js'
import type { UserDocument } from '../user-document/user-document.js'
import { describePass } from './describe.js'
import type { Pass, Usability } from './pass.js'
import type { Circumstances } from './usability.js'
import { policyObjection } from './usability.js'
import { registrationDeadlineMs } from './window.js'

/** Why a user can sign in with a pass, or cannot, and what helps. `message` is for support staff; its times are in UTC. */
export interface Explanation extends MessageText {
  readonly userId: string
  /**
   * The state of the pass. `externalGuest` and `outOfScope` say why the policy disables it; `unreadable`: a stored document
   * cannot be read. Without a pass: what would keep a new pass from being used, or `noPass`.
   */
  readonly usability: Usability | 'noPass' | 'externalGuest' | 'outOfScope' | 'unreadable'
  /** When this state began, where that is known. */
  readonly since?: Date | undefined
  /** When this state ends by itself. Absent: it does not. */
  readonly until?: Date | undefined
  /** Wrong codes in a row since the last successful sign-in. */
  readonly wrongCodes: number
  /** What helps. `resetPolicy`: the stored policy is unreadable, and only `tap.policy.reset` replaces it. */
  readonly advice:
    | 'none'
    | 'wait'
    | 'createPass'
    | 'changePolicy'
    | 'resetPolicy'
    | 'enableUser'
    | 'unlock'
    | 'useHomeTenant'
  readonly pass?: Pass | undefined
}

/** Explains the state of a user's pass: since when, until when, and what to do. */
export function explainPass(
  document: UserDocument | undefined,
  circumstances: Omit<Circumstances, 'user' | 'wrongCodes'> & { readonly user: DirectoryUser },
): Explanation {
  const { user, nowMs } = circumstances
  const wrongCodes = document?.wrongCodes ?? { consecutive: 0 }
  const pass = document?.pass && describePass(user.id, document.pass, { ...circumstances, wrongCodes })
  const usability = pass ? detailed(pass, circumstances) : withoutPass(circumstances)
  const facts = factsOf(document, pass, nowMs)
  return { userId: user.id, usability, wrongCodes: wrongCodes.consecutive, pass, ...findings[usability](facts) }
}

/** Explains a stored document, or a stored policy, that cannot be read. */
export function explainUnreadable(userId: string, what: 'pass' | 'policy', reason: UnreadableReason): Explanation {
  return {
    userId,
    usability: 'unreadable',
    wrongCodes: 0,
    advice: what === 'pass' ? 'createPass' : 'resetPolicy',
    ...messageText(`explain.${what === 'pass' ? 'unreadablePass' : 'unreadablePolicy'}.${reason}`),
  }
}

/** The instants of a sentence. An instant that the document does not have is `now`; no sentence about it is chosen then. */
interface Facts {
  readonly hasPass: boolean
  readonly isUsableOnce: boolean
  readonly createdAt: Date
  readonly startsAt: Date
  readonly endsAt: Date
  /** The end that is recorded, such as the time of use; otherwise `endsAt`. */
  readonly endedAt: Date
  readonly registrationDeadline: Date
  readonly lockout: { readonly since: Date; readonly until: Date }
  readonly wrongCodes: number
  readonly now: Date
}

function factsOf(document: UserDocument | undefined, pass: Pass | undefined, nowMs: number): Facts {
  const record = document?.pass
  const lockout = document && runningLockout(document.wrongCodes, nowMs)
  const { untilMs, lengthMs } = lockout ?? { untilMs: nowMs, lengthMs: 0 }
  const now = new Date(nowMs)
  return {
    hasPass: pass !== undefined,
    isUsableOnce: pass?.isUsableOnce ?? false,
    createdAt: pass?.createdDateTime ?? now,
    startsAt: pass?.startDateTime ?? now,
    endsAt: pass?.endDateTime ?? now,
    endedAt: record?.ended ? new Date(record.ended.atMs) : (pass?.endDateTime ?? now),
    registrationDeadline: new Date((record && registrationDeadlineMs(record)) ?? nowMs),
    lockout: { since: new Date(untilMs - lengthMs), until: new Date(untilMs) },
    wrongCodes: document?.wrongCodes.consecutive ?? 0,
    now,
  }
}

type Finding = MessageText & Pick<Explanation, 'since' | 'until' | 'advice'>

const findings: {
  readonly [Of in Exclude<Explanation['usability'], 'unreadable'>]: (facts: Facts) => Finding
} = {
  usable: ({ isUsableOnce, startsAt: since, endsAt: until, now }) => ({
    since,
    until,
    advice: 'none',
    ...messageText(isUsableOnce ? 'explain.usableOnce' : 'explain.usable', { until, now }),
  }),
  notYetValid: ({ createdAt: since, startsAt: until, now }) => ({
    since,
    until,
    advice: 'wait',
    ...messageText('explain.notYetValid', { from: until, now }),
  }),
  inRegistration: ({ registrationDeadline: until, now }) => ({
    until,
    advice: 'wait',
    ...messageText('explain.inRegistration', { until, now }),
  }),
  expired: ({ endsAt: since, now }) => ({
    since,
    advice: 'createPass',
    ...messageText('explain.expired', { endedAt: since, now }),
  }),
  oneTimeUsed: ({ endedAt: since, now }) => ({
    since,
    advice: 'createPass',
    ...messageText('explain.oneTimeUsed', { usedAt: since, now }),
  }),
  revoked: ({ endedAt: since, now }) => ({
    since,
    advice: 'createPass',
    ...messageText('explain.revoked', { revokedAt: since, now }),
  }),
  lockedOut: ({ lockout, wrongCodes, now }) => ({
    ...lockout,
    advice: 'unlock',
    ...messageText('explain.lockedOut', { wrongCodes, until: lockout.until, now }),
  }),
  userDisabled: () => ({ advice: 'enableUser', ...messageText('explain.userDisabled') }),
  disabledByPolicy: ({ hasPass }) => ({
    advice: 'changePolicy',
    ...messageText(hasPass ? 'explain.passDisabledByPolicy' : 'explain.policyDisabled'),
  }),
  outOfScope: () => ({ advice: 'changePolicy', ...messageText('explain.outOfScope') }),
  externalGuest: () => ({ advice: 'useHomeTenant', ...messageText('explain.externalGuest') }),
  noPass: () => ({ advice: 'createPass', ...messageText('explain.noPass') }),
}

/** Replaces `disabledByPolicy` by the exact objection of the policy. */
function detailed(pass: Pass, { policy, user }: Pick<Circumstances, 'policy'> & { user: DirectoryUser }) {
  return pass.usability === 'disabledByPolicy'
    ? (policyObjection(policy, user, pass) ?? pass.usability)
    : pass.usability
}

/** What would keep a new pass from being used, or `noPass`. */
function withoutPass({ policy, user }: Pick<Circumstances, 'policy'> & { user: DirectoryUser }) {
  if (user.type === 'externalGuest') return 'externalGuest'
  if (!user.isEnabled) return 'userDisabled'
  if (policy.state === 'disabled') return 'disabledByPolicy'
  return isInScope(policy, user) ? 'noPass' : 'outOfScope'
}
