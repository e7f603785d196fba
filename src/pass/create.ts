import { millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { Scheme } from '../crypto/verifier.js'
import type { Issue, PolicyIssueCode } from '../issue.js'
import type { Policy } from '../policy/policy.js'
import { isInScope } from '../policy/scope.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { PassRecord } from './record.js'

/** What an administrator asked for. */
export interface PassWishes {
  readonly startDateTime?: Date | undefined
  readonly lifetimeInMinutes?: number | undefined
  readonly isUsableOnce?: boolean | undefined
}

/** What the core adds: drawn, or read off the clock. */
export interface PassMaking {
  readonly id: string
  readonly alphabet: PassRecord['alphabet']
  readonly scheme: Scheme
  readonly nowMs: number
}

/** A start that a slow form or a clock a little behind has let pass still reads as now. */
const startToleranceMs = 30 * millisecondsInSecond
/** A code that lies about for longer than a season is a password. */
const maximumStartDelayInDays = 90

/** May there be such a pass? Every objection, not only the first; none: there may. */
export function objectionsToPass(
  policy: Policy,
  user: DirectoryUser,
  wishes: PassWishes,
  nowMs: number,
): readonly Issue<PolicyIssueCode>[] {
  return [
    ...objectionsToPerson(policy, user),
    ...objectionsToLifetime(policy, wishes),
    ...objectionsToStart(wishes, nowMs),
    ...objectionsToUse(policy, wishes),
  ]
}

/** The pass that nothing was objected to. */
export function newPass(policy: Policy, wishes: PassWishes, { id, alphabet, scheme, nowMs }: PassMaking): PassRecord {
  const startAtMs = Math.max(nowMs, wishes.startDateTime?.getTime() ?? nowMs)
  const lifetimeInMinutes = wishes.lifetimeInMinutes ?? policy.defaultLifetimeInMinutes
  return {
    id,
    createdAtMs: nowMs,
    startAtMs,
    endAtMs: startAtMs + lifetimeInMinutes * millisecondsInMinute,
    isStartChecked: startAtMs > nowMs,
    isUsableOnce: wishes.isUsableOnce ?? policy.isUsableOnce,
    alphabet,
    scheme,
    spendOn: policy.spendOn,
    registrationWindowMs: policy.registrationWindowInMinutes * millisecondsInMinute,
    wrongCodesBeforeRevocation: policy.wrongCodesBeforeRevocation,
    wrongCodes: 0,
  }
}

function* objectionsToPerson(policy: Policy, user: DirectoryUser): Generator<Issue<PolicyIssueCode>> {
  if (policy.state === 'disabled') {
    yield { code: 'disabled', field: 'state', message: 'the policy is disabled; enable it before issuing passes' }
  }
  if (user.type === 'externalGuest') {
    yield {
      code: 'externalGuest',
      field: 'user',
      message: 'this person is a guest of another organisation, and gets a pass there',
    }
  } else if (!isInScope(policy, user)) {
    yield {
      code: 'outOfScope',
      field: 'user',
      message: 'the policy does not include this person; add them, or a group of theirs, to includeTargets',
    }
  }
}

function* objectionsToLifetime(policy: Policy, wishes: PassWishes): Generator<Issue<PolicyIssueCode>> {
  const { minimumLifetimeInMinutes: minimum, maximumLifetimeInMinutes: maximum } = policy
  const asked = wishes.lifetimeInMinutes
  if (asked === undefined || (asked >= minimum && asked <= maximum)) return
  yield {
    code: 'lifetimeOutOfRange',
    field: 'lifetimeInMinutes',
    message: `${asked} minutes; the policy allows ${minimum} to ${maximum}`,
    minimum,
    maximum,
  }
}

function* objectionsToStart({ startDateTime }: PassWishes, nowMs: number): Generator<Issue<PolicyIssueCode>> {
  if (!startDateTime) return
  const delayMs = startDateTime.getTime() - nowMs
  const asked = startDateTime.toISOString()
  if (delayMs < -startToleranceMs) {
    const now = new Date(nowMs).toISOString()
    yield { code: 'startInPast', field: 'startDateTime', message: `${asked} is in the past; it is ${now} now` }
  }
  const latestMs = nowMs + maximumStartDelayInDays * 24 * 60 * millisecondsInMinute
  if (startDateTime.getTime() > latestMs) {
    const latest = new Date(latestMs).toISOString()
    yield {
      code: 'startTooLate',
      field: 'startDateTime',
      message: `${asked} is more than ${maximumStartDelayInDays} days ahead; the latest start is ${latest}`,
    }
  }
}

function* objectionsToUse(policy: Policy, wishes: PassWishes): Generator<Issue<PolicyIssueCode>> {
  if (policy.isUsableOnce && wishes.isUsableOnce === false) {
    yield { code: 'multiUseNotAllowed', field: 'isUsableOnce', message: 'the policy allows one-time passes only' }
  }
}
