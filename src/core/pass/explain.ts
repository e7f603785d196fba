import type { UnreadableReason } from '../../errors.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { runningLockout } from '../lockout/lockout.js'
import { isInScope } from '../policy/scope.js'
import type { UserDocument } from '../user-document/user-document.js'
import { describePass } from './describe.js'
import type { Pass, Usability } from './pass.js'
import { instantInWords, inWords } from './time-in-words.js'
import type { Circumstances } from './usability.js'
import { policyObjection } from './usability.js'
import { registrationDeadlineMs } from './window.js'

/** Why a person can sign in with a pass, or cannot, and what helps. */
export interface Explanation {
  readonly userId: string
  readonly usability: Usability | 'noPass' | 'externalGuest' | 'outOfScope' | 'unreadable'
  /** Since when it is so, where that is known. */
  readonly since?: Date | undefined
  /** Until when it stays so, unless somebody acts. */
  readonly until?: Date | undefined
  /** In a row, since the last success. */
  readonly wrongCodes: number
  readonly advice: Advice
  /** English, for the person on the phone. Times are UTC. */
  readonly message: string
  readonly pass?: Pass | undefined
}

/** What support staff can do about it. */
export type Advice = 'none' | 'wait' | 'createPass' | 'changePolicy' | 'enableUser' | 'unlock' | 'useHomeTenant'

/** What is wrong, since when, until when, and what to do. */
export function explainPass(
  document: UserDocument | undefined,
  circumstances: Omit<Circumstances, 'user' | 'wrongCodes'> & { readonly user: DirectoryUser },
): Explanation {
  const { user, nowMs } = circumstances
  const wrongCodes = document?.wrongCodes ?? { consecutive: 0 }
  const record = document?.pass
  const pass = record && describePass(user.id, record, { ...circumstances, wrongCodes })
  const usability = pass ? refined(pass, circumstances) : withoutPass(circumstances)
  const wait = runningLockout(wrongCodes, nowMs)
  const deadlineMs = record && registrationDeadlineMs(record)
  const facts: Facts = {
    pass,
    until: deadlineMs === undefined ? undefined : new Date(deadlineMs),
    endedAt: record?.ended ? new Date(record.ended.atMs) : pass?.endDateTime,
    wait: wait && { since: new Date(wait.untilMs - wait.lengthMs), until: new Date(wait.untilMs) },
    wrongCodes: wrongCodes.consecutive,
    now: new Date(nowMs),
  }
  return { userId: user.id, usability, wrongCodes: wrongCodes.consecutive, pass, ...sentences[usability](facts) }
}

/** The same when the stored document, or the stored policy, does not open. */
export function explainUnreadable(userId: string, what: 'pass' | 'policy', reason: UnreadableReason): Explanation {
  const cause = reason === 'tampered' ? 'was changed from outside' : 'was sealed by a key that is not in use here'
  const remedy = what === 'pass' ? 'create a new pass' : 'reset the policy'
  return {
    userId,
    usability: 'unreadable',
    wrongCodes: 0,
    advice: what === 'pass' ? 'createPass' : 'changePolicy',
    message: `The stored ${what} ${cause}. Tell whoever runs this system; to go on, ${remedy}.`,
  }
}

interface Facts {
  readonly pass: Pass | undefined
  readonly endedAt: Date | undefined
  /** Of the time to register. */
  readonly until: Date | undefined
  readonly wait: { readonly since: Date; readonly until: Date } | undefined
  readonly wrongCodes: number
  readonly now: Date
}

type Sentence = (facts: Facts) => Pick<Explanation, 'since' | 'until' | 'advice' | 'message'>

const sentences: Readonly<Record<Exclude<Explanation['usability'], 'unreadable'>, Sentence>> = {
  usable: ({ pass, now }) => ({
    since: pass?.startDateTime,
    until: pass?.endDateTime,
    advice: 'none',
    message: `The pass can be used ${pass?.isUsableOnce ? 'once ' : ''}until ${moment(pass?.endDateTime, now)}. If it is refused, the code is not typed as it was issued.`,
  }),
  notYetValid: ({ pass, now }) => ({
    since: pass?.createdDateTime,
    until: pass?.startDateTime,
    advice: 'wait',
    message: `The pass can be used from ${moment(pass?.startDateTime, now)}. Wait, or create a new one that starts now.`,
  }),
  inRegistration: ({ until, now }) => ({
    until,
    advice: 'wait',
    message: `Somebody has signed in with the pass and may register a credential until ${moment(until, now)}. If that is not the person, delete the pass. If it is, they go on where they signed in; from then on the code works again.`,
  }),
  expired: ({ pass, now }) => ({
    since: pass?.endDateTime,
    advice: 'createPass',
    message: `The pass ended at ${moment(pass?.endDateTime, now)}. Create a new one.`,
  }),
  oneTimeUsed: ({ endedAt, now }) => ({
    since: endedAt,
    advice: 'createPass',
    message: `The pass was for one use, and was used at ${moment(endedAt, now)}. If the person did not do that, somebody else did: look at the activity. Create a new one.`,
  }),
  revoked: ({ endedAt, now }) => ({
    since: endedAt,
    advice: 'createPass',
    message: `The pass was revoked at ${moment(endedAt, now)}, after too many wrong codes. Create a new one.`,
  }),
  lockedOut: ({ wait, wrongCodes, now }) => ({
    since: wait?.since,
    until: wait?.until,
    advice: 'unlock',
    message: `After ${wrongCodes} wrong codes in a row, signing in by pass waits until ${moment(wait?.until, now)}. Wait, or unlock.`,
  }),
  userDisabled: () => ({
    advice: 'enableUser',
    message: 'The account is disabled. Enable it in the directory; the pass is not the problem.',
  }),
  disabledByPolicy: ({ pass }) => ({
    advice: 'changePolicy',
    message: pass
      ? 'The policy no longer allows this pass: it is disabled, or asks for one-time passes. Change the policy, or create a new pass.'
      : 'The policy is disabled. Enable it before creating a pass.',
  }),
  outOfScope: () => ({
    advice: 'changePolicy',
    message: 'The policy does not include this person. Add them, or a group of theirs, and check the exclusions.',
  }),
  externalGuest: () => ({
    advice: 'useHomeTenant',
    message: 'This person is a guest of another organisation. Their own organisation issues their pass.',
  }),
  noPass: () => ({ advice: 'createPass', message: 'There is no pass. Create one.' }),
}

/** An objection of the policy by its finer name. */
function refined(pass: Pass, { policy, user }: Pick<Circumstances, 'policy'> & { user: DirectoryUser }) {
  return pass.usability === 'disabledByPolicy'
    ? (policyObjection(policy, user, pass) ?? pass.usability)
    : pass.usability
}

/** What would keep a new pass from being used, or that there is none. */
function withoutPass({ policy, user }: Pick<Circumstances, 'policy'> & { user: DirectoryUser }) {
  if (user.type === 'externalGuest') return 'externalGuest'
  if (!user.isEnabled) return 'userDisabled'
  if (policy.state === 'disabled') return 'disabledByPolicy'
  return isInScope(policy, user) ? 'noPass' : 'outOfScope'
}

function moment(instant: Date | undefined, now: Date): string {
  return instant ? `${instantInWords(instant)} (${inWords(instant.getTime() - now.getTime())})` : 'an unknown time'
}
