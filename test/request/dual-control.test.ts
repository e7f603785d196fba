import { describe, expect, it } from 'vitest'
import { needsTwoPeople } from '../../src/core/policy/dual-control.js'
import type { DualControlTarget } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { approvalsNeeded } from '../../src/requests/model/dual-control.js'

const policy = (...dualControl: readonly DualControlTarget[]) => ({ issuing: { ...entraPolicy.issuing, dualControl } })
const privileged = { targetType: 'privileged' } as const
const member = { id: 'rhea', isEnabled: true, groups: ['finance'] }

describe('dual control', () => {
  it('applies to no user unless the policy says so', () => {
    expect(needsTwoPeople(entraPolicy, { ...member, roles: ['Global Administrator'] })).toBe(false)
    expect(needsTwoPeople(policy(), member)).toBe(false)
  })

  it.each([
    [{ roles: ['Global Administrator'] }, true],
    [{ roles: ['Authentication Administrator'] }, true],
    [{ roles: ['Password Administrator'] }, true],
    [{ roles: ['Our own role'] }, true],
    [{ isRestricted: true }, true],
    [{ roles: ['Directory Readers', 'Guest Inviter'] }, false],
    [{}, false],
  ])('applies to privileged users: %j %s', (more, expected) => {
    expect(needsTwoPeople(policy(privileged), { ...member, ...more })).toBe(expected)
  })

  it('applies to a group, one user or everyone', () => {
    expect(needsTwoPeople(policy({ targetType: 'group', id: 'finance' }), member)).toBe(true)
    expect(needsTwoPeople(policy({ targetType: 'group', id: 'sales' }), member)).toBe(false)
    expect(needsTwoPeople(policy({ targetType: 'user', id: 'rhea' }), member)).toBe(true)
    expect(needsTwoPeople(policy({ targetType: 'group', id: 'all_users' }), member)).toBe(true)
  })

  it('needs two reviewers, or one if an administrator opened the request', () => {
    const everyone = policy({ targetType: 'group', id: 'all_users' })
    expect(approvalsNeeded(everyone, member, {})).toBe(2)
    expect(approvalsNeeded(everyone, member, { opener: { id: 'grace' } })).toBe(1)
    expect(approvalsNeeded(policy(), member, {})).toBe(1)
    expect(approvalsNeeded(policy(), member, { opener: { id: 'grace' } })).toBe(1)
  })
})
