import { describe, expect, it } from 'vitest'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'
import type { DirectoryUser } from '../../src/ports/directory.js'

// Every cell is written by hand: may the role act on a member, on a lesser role and on an administrator?
const table = `
actor                                    open         review       list
Global Administrator                     yes yes yes  yes yes yes  yes
Privileged Authentication Administrator  yes yes yes  yes yes yes  yes
Authentication Administrator             yes yes no   yes yes no   no
Authentication Policy Administrator      no  no  no   no  no  no   no
Global Reader                            no  no  no   no  no  no   yes
Helpdesk Administrator                   no  no  no   no  no  no   no
reviewer by the directory                no  no  no   yes yes no   no
`
const targets: readonly DirectoryUser[] = [
  { id: 'member', isEnabled: true },
  { id: 'lesser', isEnabled: true, roles: ['Guest Inviter'] },
  { id: 'administrator', isEnabled: true, roles: ['Global Reader'] },
]
const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(/\s{2,}|(?<=yes|no) (?=yes|no)/))

describe('the permissions of requests, by Entra role', () => {
  it.each(rows)('%s', (role, ...cells) => {
    const asks = (permission: Permission, user: DirectoryUser | undefined, isSelf = false) =>
      authorizeByEntraRoles({
        permission,
        tenantId: 'default',
        actor: { kind: 'user', user: { id: 'actor', isEnabled: true, roles: [role] } },
        user,
        isSelf,
        isReviewer: role === 'reviewer by the directory',
      })
    const answers = [
      ...targets.map((user) => asks('requests.open', user)),
      ...targets.map((user) => asks('requests.review', user)),
      asks('requests.list', undefined),
    ]
    expect(answers.map((isYes) => (isYes ? 'yes' : 'no'))).toEqual(cells)
    for (const permission of ['requests.open', 'requests.review'] as const)
      expect(asks(permission, targets[0], true)).toBe(false)
  })

  it('are refused to a disabled reviewer', () => {
    const user = { id: 'mona', isEnabled: false }
    const question = {
      permission: 'requests.review',
      tenantId: 'default',
      user: targets[0],
      isSelf: false,
      isReviewer: true,
    } as const
    expect(authorizeByEntraRoles({ ...question, actor: { kind: 'user', user } })).toBe(false)
  })
})
