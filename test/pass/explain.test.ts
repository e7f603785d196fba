import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../src/core/pass/explain.js'
import { explainPass, explainUnreadable } from '../../src/core/pass/explain.js'
import type { PassRecord } from '../../src/core/pass/record.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { UserDocument } from '../../src/core/user-document/user-document.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { hourMs, minuteMs } from '../support/clock.js'
import { aDocument, ada, aPass } from '../support/documents.js'

const start = Date.parse('2026-11-23T06:00:00Z')
const end = start + hourMs
const enabled: Policy = { ...entraPolicy, state: 'enabled' }

interface Case {
  readonly pass?: Partial<PassRecord>
  readonly document?: Partial<UserDocument>
  readonly policy?: Partial<Policy>
  readonly user?: Partial<DirectoryUser>
  readonly nowMs?: number
}

function explained({ pass, document, policy, user, nowMs = start }: Case): Explanation {
  const held = aDocument({ pass: aPass({ startAtMs: start, createdAtMs: start - hourMs, ...pass }), ...document })
  return explainPass(held, { policy: { ...enabled, ...policy }, user: { ...ada, ...user }, nowMs })
}

const ended = (how: 'oneTimeUsed' | 'expired' | 'revoked') =>
  ({ ended: { how, atMs: start + 5 * minuteMs, commitId: 'c' } }) as const

const cases: readonly (readonly [string, Case, Partial<Explanation>])[] = [
  ['usable, until its end', {}, { usability: 'usable', advice: 'none', until: new Date(end) }],
  [
    'early, until its start',
    { nowMs: start - 1 },
    { usability: 'notYetValid', advice: 'wait', since: new Date(start - hourMs), until: new Date(start) },
  ],
  ['over, since its end', { nowMs: end }, { usability: 'expired', advice: 'createPass', since: new Date(end) }],
  [
    'used, since its use',
    { pass: ended('oneTimeUsed') },
    { usability: 'oneTimeUsed', advice: 'createPass', since: new Date(start + 5 * minuteMs) },
  ],
  [
    'revoked, since then',
    { pass: ended('revoked') },
    { usability: 'revoked', advice: 'createPass', since: new Date(start + 5 * minuteMs) },
  ],
  [
    'locked, for as long as the wait',
    { document: { wrongCodes: { consecutive: 10, lockout: { untilMs: start + 45_000, lengthMs: 60_000 } } } },
    {
      usability: 'lockedOut',
      advice: 'unlock',
      since: new Date(start - 15_000),
      until: new Date(start + 45_000),
      wrongCodes: 10,
    },
  ],
  ['of a disabled account', { user: { isEnabled: false } }, { usability: 'userDisabled', advice: 'enableUser' }],
  ['disabled by policy', { policy: { state: 'disabled' } }, { usability: 'disabledByPolicy', advice: 'changePolicy' }],
  ['multi-use where that is not allowed', { policy: { isUsableOnce: true } }, { usability: 'disabledByPolicy' }],
  ['of somebody out of scope', { policy: { includeTargets: [] } }, { usability: 'outOfScope', advice: 'changePolicy' }],
  ['of a guest', { user: { type: 'externalGuest' } }, { usability: 'externalGuest', advice: 'useHomeTenant' }],
]

describe('explainPass', () => {
  it.each(cases)('explains a pass that is %s', (_, given, expected) => {
    const explanation = explained(given)
    expect(explanation).toMatchObject({ userId: 'ada', pass: { id: 'p1' }, ...expected })
    expect(explanation.message).toMatch(/^[A-Z].+\.$/)
    expect(explanation.message).not.toMatch(/undefined|unknown|NaN|Invalid/)
  })

  it.each([
    ['everything is fine', {}, 'noPass', 'createPass'],
    ['the account is disabled', { user: { isEnabled: false } }, 'userDisabled', 'enableUser'],
    ['the policy is disabled', { policy: { state: 'disabled' } }, 'disabledByPolicy', 'changePolicy'],
    ['the user is out of scope', { policy: { includeTargets: [] } }, 'outOfScope', 'changePolicy'],
    ['the user is a guest', { user: { type: 'externalGuest' } }, 'externalGuest', 'useHomeTenant'],
  ] as const)('says what helps if there is no pass and %s', (_, given: Case, usability, advice) => {
    const circumstances = { policy: { ...enabled, ...given.policy }, user: { ...ada, ...given.user }, nowMs: start }
    for (const document of [undefined, aDocument({ pass: undefined })]) {
      const explanation = explainPass(document, circumstances)
      expect(explanation).toMatchObject({ usability, advice, wrongCodes: 0, pass: undefined })
      expect(explanation.message).not.toMatch(/undefined|unknown|NaN|Invalid/)
    }
  })

  it('names times in UTC and relative to now', () => {
    expect(explained({ nowMs: start - 2 * hourMs }).message).toBe(
      'The pass can be used from 2026-11-23 06:00 UTC (in 2 hours). Wait, or create a new one that starts now.',
    )
    expect(explained({ nowMs: end + 5 * minuteMs }).message).toBe(
      'The pass ended at 2026-11-23 07:00 UTC (5 minutes ago). Create a new one.',
    )
  })

  it('names the time of use of a used pass, not its planned end', () => {
    const { since } = explained({ pass: ended('oneTimeUsed'), nowMs: end + 100 * hourMs })
    expect(since).toEqual(new Date(start + 5 * minuteMs))
  })
})

describe('explainUnreadable', () => {
  it.each([
    ['pass', 'tampered', 'createPass', /changed from outside.*create a new pass/],
    ['pass', 'keyMissing', 'createPass', /key.*create a new pass/],
    ['pass', 'wrongKey', 'createPass', /another secret.*create a new pass/],
    ['pass', 'otherFormat', 'createPass', /another version.*create a new pass/],
    ['policy', 'tampered', 'resetPolicy', /changed from outside.*reset the policy/],
    ['policy', 'keyMissing', 'resetPolicy', /key.*reset the policy/],
    ['policy', 'wrongKey', 'resetPolicy', /another secret.*reset the policy/],
    ['policy', 'otherFormat', 'resetPolicy', /another version.*reset the policy/],
  ] as const)('explains an unreadable document: a %s that is %s', (what, reason, advice, message) => {
    const explanation = explainUnreadable('ada', what, reason)
    expect(explanation).toMatchObject({ userId: 'ada', usability: 'unreadable', advice })
    expect(explanation.message).toMatch(message)
  })
})
