import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Target } from '../../src/core/policy/policy.js'
import { isInScope, isTargeted } from '../../src/core/policy/scope.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { ids, policies } from '../support/policies.js'

const ada: DirectoryUser = { id: 'ada', isEnabled: true, groups: ['staff'] }
const all: Target = { targetType: 'group', id: 'all_users' }
const person = (id: string): Target => ({ targetType: 'user', id })
const group = (id: string): Target => ({ targetType: 'group', id })

const users: fc.Arbitrary<DirectoryUser> = fc.record(
  { id: ids, isEnabled: fc.boolean(), groups: fc.array(ids, { maxLength: 3 }) },
  { requiredKeys: ['id', 'isEnabled'] },
)

describe('isInScope', () => {
  it('is by canonical id, by group, or by everyone', () => {
    expect(scope([person('ada')])).toBe(true)
    expect(scope([group('staff')])).toBe(true)
    expect(scope([all])).toBe(true)
    expect(scope([group('ada')])).toBe(false)
    expect(scope([person('staff')])).toBe(false)
    expect(scope([])).toBe(false)
  })

  it('takes all_users for everyone only where it names a group', () => {
    expect(scope([person('all_users')])).toBe(false)
    expect(scope([all], [person('all_users')])).toBe(true)
    expect(scope([all], [all])).toBe(false)
  })

  it('compares ids exactly: no case, no spaces, no names', () => {
    for (const id of ['Ada', ' ada', 'ada ', 'ADA', 'ada@example.test']) expect(scope([person(id)])).toBe(false)
    for (const id of ['Staff', 'sta', 'staff ']) expect(scope([group(id)])).toBe(false)
    const named = { ...ada, userPrincipalName: 'ada@example.test', displayName: 'Ada' }
    expect(isInScope({ includeTargets: [person('ada@example.test')], excludeTargets: [] }, named)).toBe(false)
  })

  it('asks nothing of the directory: a group that is gone has no members', () => {
    const loner = { id: 'bob', isEnabled: true }
    expect(isInScope({ includeTargets: [group('staff')], excludeTargets: [] }, loner)).toBe(false)
    expect(isInScope({ includeTargets: [all], excludeTargets: [group('staff')] }, loner)).toBe(true)
  })

  it('lets exclusion win, whichever way a user is included', () => {
    fc.assert(
      fc.property(policies, users, (policy, user) => {
        for (const mine of [person(user.id), all, ...(user.groups ?? []).map(group)]) {
          expect(isInScope({ ...policy, excludeTargets: [...policy.excludeTargets, mine] }, user)).toBe(false)
        }
      }),
    )
  })

  it('never shrinks by another inclusion, and never grows by another exclusion', () => {
    fc.assert(
      fc.property(policies, users, ids, fc.constantFrom(person, group), (policy, user, id, make) => {
        const before = isInScope(policy, user)
        const included = isInScope({ ...policy, includeTargets: [...policy.includeTargets, make(id)] }, user)
        const excluded = isInScope({ ...policy, excludeTargets: [...policy.excludeTargets, make(id)] }, user)
        expect(Number(included)).toBeGreaterThanOrEqual(Number(before))
        expect(Number(excluded)).toBeLessThanOrEqual(Number(before))
      }),
    )
  })
})

describe('isTargeted', () => {
  it('means whom inclusion alone would put in scope', () => {
    fc.assert(
      fc.property(policies, users, ({ registrationTargets }, user) => {
        const scoped = isInScope({ includeTargets: registrationTargets, excludeTargets: [] }, user)
        expect(isTargeted(registrationTargets, user)).toBe(scoped)
      }),
    )
    expect([isTargeted([], ada), isTargeted([all], ada), isTargeted([group('staff')], ada)]).toEqual([
      false,
      true,
      true,
    ])
  })
})

function scope(includeTargets: readonly Target[], excludeTargets: readonly Target[] = []): boolean {
  return isInScope({ includeTargets, excludeTargets }, ada)
}
