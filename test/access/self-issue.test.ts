import { describe, expect, it } from 'vitest'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'
import type { AccessQuestion } from '../../src/ports/authorize.js'
import type { DirectoryUser } from '../../src/ports/directory.js'

const mayIssueForThemselves = ['Global Administrator', 'Privileged Authentication Administrator']
const others = ['Authentication Administrator', 'Authentication Policy Administrator', 'Global Reader', 'Helpdesk']
const verbs: readonly Permission[] = ['passes.create', 'users.unlock', 'users.forget']

describe('where the policy allows issuing for oneself', () => {
  it.each(mayIssueForThemselves)('a %s may, and nothing else that they might not before', (role) => {
    const answers = verbs.map((permission) => authorizeByEntraRoles(ofSelf(permission, { roles: [role] }, true)))
    expect(answers).toEqual([true, false, false])
  })

  it.each(others)('a %s still may not', (role) => {
    expect(authorizeByEntraRoles(ofSelf('passes.create', { roles: [role] }, true))).toBe(false)
  })

  it('nobody without a role may, and no administrator who is disabled', () => {
    expect(authorizeByEntraRoles(ofSelf('passes.create', {}, true))).toBe(false)
    const disabled = { roles: mayIssueForThemselves, isEnabled: false }
    expect(authorizeByEntraRoles(ofSelf('passes.create', disabled, true))).toBe(false)
  })
})

it.each([undefined, false, 'true' as never])('where the policy says %s of it, nobody may', (isAllowed) => {
  const person = { roles: [...mayIssueForThemselves, ...others] }
  expect(authorizeByEntraRoles(ofSelf('passes.create', person, isAllowed))).toBe(false)
})

describe('what came through passes', () => {
  it.each([
    ['Global Administrator', true],
    ['Privileged Authentication Administrator', true],
    ['Authentication Administrator', true],
    ['Global Reader', true],
    ['Authentication Policy Administrator', false],
    ['Helpdesk', false],
  ])('is shown to a %s as a pass is: %s', (role, isShown) => {
    const actor = { kind: 'user', user: { id: 'grace', isEnabled: true, roles: [role] } } as const
    const user = { id: 'ada', isEnabled: true }
    for (const permission of ['passes.get', 'registrations.list'] as const) {
      expect(authorizeByEntraRoles({ permission, tenantId: 't', actor, user, isSelf: false })).toBe(isShown)
    }
  })

  it('is shown to the person themselves', () => {
    expect(authorizeByEntraRoles(ofSelf('registrations.list', {}, undefined))).toBe(true)
  })
})

function ofSelf(
  permission: Permission,
  person: Partial<DirectoryUser>,
  isSelfIssueAllowed: boolean | undefined,
): AccessQuestion {
  const user = { id: 'grace', isEnabled: true, ...person }
  return { permission, tenantId: 't', actor: { kind: 'user', user }, user, isSelf: true, isSelfIssueAllowed }
}
