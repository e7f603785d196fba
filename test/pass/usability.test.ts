import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Usability } from '../../src/core/pass/pass.js'
import type { PassRecord } from '../../src/core/pass/record.js'
import { graphReason, policyObjection, usabilityOf } from '../../src/core/pass/usability.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { ada, aPass } from '../support/documents.js'
import { policies } from '../support/policies.js'
import { rounds } from '../support/rounds.js'

const enabled: Policy = { ...entraPolicy, state: 'enabled' }
const start = aPass().startAtMs
const end = aPass().endAtMs
const everyone = { targetType: 'group', id: 'all_users' } as const

/** Every reason, in order of priority, as a change of the circumstances of a usable pass. */
interface Trouble {
  readonly usability: Usability
  readonly pass?: Partial<PassRecord>
  readonly user?: DirectoryUser
  readonly policy?: Partial<Policy>
  readonly nowMs?: number
  readonly wait?: boolean
}

const troubles: readonly Trouble[] = [
  { usability: 'oneTimeUsed', pass: { ended: { how: 'oneTimeUsed', atMs: start, commitId: 'c' } } },
  { usability: 'expired', nowMs: end },
  { usability: 'userDisabled', user: { id: 'ada', isEnabled: false } },
  { usability: 'disabledByPolicy', policy: { state: 'disabled' } },
  { usability: 'notYetValid', nowMs: start - 1 },
  { usability: 'lockedOut', wait: true },
  { usability: 'usable' },
]

function usabilityWith(found: readonly Trouble[]): Usability {
  // The reason with the highest priority comes last, so that it wins if two change the same field.
  const { pass, user, policy, nowMs = start, wait } = Object.assign({}, ...found.toReversed()) as Trouble
  const until = { untilMs: Math.max(nowMs, start) + 60_000, lengthMs: 60_000 }
  return usabilityOf(aPass(pass), {
    wrongCodes: { consecutive: 10, lockout: wait ? until : undefined },
    policy: { ...enabled, ...policy },
    user: user ?? ada,
    nowMs,
  })
}

describe('usabilityOf', () => {
  it.each(troubles)('returns $usability', (trouble) => {
    expect(usabilityWith([trouble])).toBe(trouble.usability)
  })

  it('returns the first reason that applies', () => {
    fc.assert(
      fc.property(fc.subarray([...troubles], { minLength: 1 }), (found) => {
        expect(usabilityWith(found)).toBe(found[0]?.usability)
      }),
      { numRuns: rounds(300) },
    )
  })

  it.each(['oneTimeUsed', 'expired', 'revoked'] as const)('puts a recorded %s before every other reason', (how) => {
    const pass = aPass({ ended: { how, atMs: start, commitId: 'c' } })
    const user: DirectoryUser = { id: 'ada', isEnabled: false }
    for (const nowMs of [0, start, end, end * 2]) {
      expect(usabilityOf(pass, { wrongCodes: { consecutive: 0 }, policy: entraPolicy, user, nowMs })).toBe(how)
    }
  })

  it('treats a user whom the directory does not know any more as disabled', () => {
    const circumstances = { wrongCodes: { consecutive: 0 }, policy: enabled, user: undefined, nowMs: start }
    expect(usabilityOf(aPass(), circumstances)).toBe('userDisabled')
  })
})

describe('policyObjection', () => {
  it.each([
    ['nothing, to a member in scope', {}, ada, false, undefined],
    ['a disabled policy', { state: 'disabled' }, ada, true, 'disabledByPolicy'],
    ['a multi-use pass where passes are one-time', { isUsableOnce: true }, ada, false, 'disabledByPolicy'],
    ['nothing, to a one-time pass there', { isUsableOnce: true }, ada, true, undefined],
    ['somebody nobody includes', { includeTargets: [] }, ada, true, 'outOfScope'],
    ['somebody excluded', { excludeTargets: [everyone] }, ada, true, 'outOfScope'],
    ['a guest of another organisation', {}, { ...ada, type: 'externalGuest' }, true, 'externalGuest'],
    ['nothing, to a guest of this organisation', {}, { ...ada, type: 'internalGuest' }, true, undefined],
  ] as const)('objects to %s', (_, patch, user, isUsableOnce, objection) => {
    expect(policyObjection({ ...enabled, ...patch } as Policy, user, { isUsableOnce })).toBe(objection)
  })

  it('has no objection exactly if the pass is usable at its start', () => {
    fc.assert(
      fc.property(policies, fc.boolean(), fc.constantFrom('member', 'externalGuest'), (policy, isUsableOnce, type) => {
        const user: DirectoryUser = { ...ada, type, groups: ['staff'] }
        const pass = aPass({ isUsableOnce })
        const usability = usabilityOf(pass, { wrongCodes: { consecutive: 0 }, policy, user, nowMs: start })
        expect(usability === 'usable').toBe(policyObjection(policy, user, pass) === undefined)
      }),
    )
  })
})

describe('graphReason', () => {
  it.each([
    ['usable', 'EnabledByPolicy'],
    ['notYetValid', 'NotYetValid'],
    ['expired', 'Expired'],
    ['oneTimeUsed', 'OneTimeUsed'],
    ['revoked', 'DisabledByPolicy'],
    ['userDisabled', 'DisabledByPolicy'],
    ['disabledByPolicy', 'DisabledByPolicy'],
    ['lockedOut', 'DisabledByPolicy'],
  ] as const)('maps %s to %s', (usability, reason) => {
    expect(graphReason(usability)).toBe(reason)
  })
})
