import { describe, expect, it } from 'vitest'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'
import type { AccessQuestion } from '../../src/ports/authorize.js'
import type { DirectoryUser } from '../../src/ports/directory.js'

const mayIssueForThemselves = ['Global Administrator', 'Privileged Authentication Administrator']
const others = ['Authentication Administrator', 'Authentication Policy Administrator', 'Global Reader', 'Helpdesk']
const verbs: readonly Permission[] = ['passes.create', 'users.unlock', 'users.forget']

describe('a policy that allows users to issue passes for themselves', () => {
  it.each(mayIssueForThemselves)('lets a %s do so, and gives them no other permission', (role) => {
    const answers = verbs.map((permission) => authorizeByEntraRoles(ofSelf(permission, { roles: [role] }, true)))
    expect(answers).toEqual([true, false, false])
  })

  it.each(others)('does not let a %s do so', (role) => {
    expect(authorizeByEntraRoles(ofSelf('passes.create', { roles: [role] }, true))).toBe(false)
  })

  it('does not let users without a role or disabled administrators do so', () => {
    expect(authorizeByEntraRoles(ofSelf('passes.create', {}, true))).toBe(false)
    const disabled = { roles: mayIssueForThemselves, isEnabled: false }
    expect(authorizeByEntraRoles(ofSelf('passes.create', disabled, true))).toBe(false)
  })
})

it.each([undefined, false, 'true' as never])(
  'a policy with %s lets no user issue a pass for themselves',
  (isAllowed) => {
    const facts = { roles: [...mayIssueForThemselves, ...others] }
    expect(authorizeByEntraRoles(ofSelf('passes.create', facts, isAllowed))).toBe(false)
  },
)

describe('the list of registered credentials', () => {
  it.each([
    ['Global Administrator', true],
    ['Privileged Authentication Administrator', true],
    ['Authentication Administrator', true],
    ['Global Reader', true],
    ['Authentication Policy Administrator', false],
    ['Helpdesk', false],
  ])('is shown to a %s exactly if a pass is: %s', (role, isShown) => {
    const actor = { kind: 'user', user: { id: 'grace', isEnabled: true, roles: [role] } } as const
    const user = { id: 'ada', isEnabled: true }
    for (const permission of ['passes.get', 'registrations.list'] as const) {
      expect(authorizeByEntraRoles({ permission, tenantId: 't', actor, user, isSelf: false })).toBe(isShown)
    }
  })

  it('is shown to the user', () => {
    expect(authorizeByEntraRoles(ofSelf('registrations.list', {}, undefined))).toBe(true)
  })
})

function ofSelf(
  permission: Permission,
  facts: Partial<DirectoryUser>,
  isSelfIssueAllowed: boolean | undefined,
): AccessQuestion {
  const user = { id: 'grace', isEnabled: true, ...facts }
  return { permission, tenantId: 't', actor: { kind: 'user', user }, user, isSelf: true, isSelfIssueAllowed }
}
