import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'

const page = readFileSync(new URL('../../docs/administrators.md', import.meta.url), 'utf8')
const member = { id: 'member', isEnabled: true }
const themselves = 'Users themselves'
const permissions: { readonly [Name in Permission]: true } = {
  'passes.create': true,
  'passes.get': true,
  'passes.list': true,
  'passes.delete': true,
  'registrations.list': true,
  'registrations.remove': true,
  'users.explain': true,
  'users.unlock': true,
  'users.forget': true,
  'maintenance.acceptRestore': true,
  'policy.get': true,
  'policy.update': true,
  'policy.reset': true,
  'requests.open': true,
  'requests.review': true,
  'requests.list': true,
}
const names = Object.keys(permissions) as Permission[]

describe('docs/administrators.md', () => {
  it('gives every role the permissions that the authorizer gives it', () => {
    const [[, ...roles] = [], ...rows] = tableUnder('| May |')
    expect(roles).toHaveLength(6)
    expect(rows.slice(0, -1).map(([name]) => name)).toEqual(names.map((name) => `\`${name}\``))
    for (const [index, permission] of names.entries()) {
      for (const [column, cell] of (rows[index] ?? []).slice(1).entries()) {
        if (cell !== '')
          expect(isAllowed(roles[column] ?? '', permission), `${column}: ${permission}`).toBe(cell === 'yes')
      }
    }
  })

  it('names exactly the roles on whose holders an Authentication Administrator may act', () => {
    const listed = /\*\*Lesser roles\*\* are ([^.]+)\./.exec(page)?.[1]?.replace(/\s+/g, ' ') ?? ''
    const roles = listed.split(/, | and /)
    expect(roles).toHaveLength(8)
    const actor = { id: 'actor', isEnabled: true, roles: ['Authentication Administrator'] }
    for (const role of roles) {
      const user = { ...member, roles: [role] }
      const question = { permission: 'passes.create', tenantId: 'default', isSelf: false, user } as const
      expect(authorizeByEntraRoles({ ...question, actor: { kind: 'user', user: actor } }), role).toBe(true)
    }
  })

  it('lists every permission once', () => {
    const rows = tableUnder('| Permission |').slice(1)
    expect(rows.map(([name]) => name)).toEqual(names.map((name) => `\`${name}\``))
  })
})

function isAllowed(role: string, permission: Permission): boolean {
  const isSelf = role === themselves
  const actor = { kind: 'user', user: { id: 'actor', isEnabled: true, roles: [role] } } as const
  const user = isSelf ? actor.user : member
  return authorizeByEntraRoles({ permission, tenantId: 'default', actor, isSelf, user })
}

/** Returns the cells of the table whose header begins with this text, header first. */
function tableUnder(start: string): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const first = lines.findIndex((line) => line.startsWith(start))
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'))
  return lines
    .slice(first, end)
    .filter((_, index) => index !== 1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
