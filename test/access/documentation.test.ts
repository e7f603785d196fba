import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'

const page = readFileSync(new URL('../../docs/administrators.md', import.meta.url), 'utf8')
const member = { id: 'member', isEnabled: true }
const shortNames: { readonly [column: string]: Permission } = {
  create: 'passes.create',
  get: 'passes.get',
  delete: 'passes.delete',
  forget: 'users.forget',
}

describe('docs/administrators.md', () => {
  it('says of every role what the authorizer says', () => {
    const [header = [], ...rows] = tableUnder('| Role |')
    expect(rows).toHaveLength(6)
    for (const [role = '', ...cells] of rows) {
      const isSelf = role === 'anybody, of themselves'
      const actor = { kind: 'user', user: { id: 'actor', isEnabled: true, roles: [role] } } as const
      for (const [index, cell] of cells.slice(0, -1).entries()) {
        if (cell === '') continue
        for (const permission of verbsOf(header[index + 1] ?? '')) {
          const question = { permission, tenantId: 'default', actor, isSelf, user: isSelf ? actor.user : member }
          expect(authorizeByEntraRoles(question), `${role}: ${permission}`).toBe(cell === 'yes')
        }
      }
    }
  })

  it('names exactly the roles that leave somebody within an Authentication Administrator’s reach', () => {
    const told = /\*\*Lesser roles\*\* are ([^.]+)\./.exec(page)?.[1]?.replace(/\s+/g, ' ') ?? ''
    const roles = told.split(/, | and /)
    expect(roles).toHaveLength(8)
    const actor = { id: 'actor', isEnabled: true, roles: ['Authentication Administrator'] }
    for (const role of roles) {
      const user = { ...member, roles: [role] }
      const question = { permission: 'passes.create', tenantId: 'default', isSelf: false, user } as const
      expect(authorizeByEntraRoles({ ...question, actor: { kind: 'user', user: actor } }), role).toBe(true)
    }
  })

  it('lists every permission once', () => {
    const told = tableUnder('| Permission |').slice(1)
    const permissions: { readonly [Name in Permission]: true } = {
      'passes.create': true,
      'passes.get': true,
      'passes.list': true,
      'passes.delete': true,
      'registrations.list': true,
      'users.explain': true,
      'users.unlock': true,
      'users.forget': true,
      'policy.get': true,
      'policy.update': true,
      'policy.reset': true,
      'requests.open': true,
      'requests.review': true,
      'requests.list': true,
    }
    expect(told.map(([name]) => name)).toEqual(Object.keys(permissions).map((name) => `\`${name}\``))
  })
})

/** A column may be headed by several verbs, some of them shortened. */
function verbsOf(heading: string): readonly Permission[] {
  return heading.split(', ').map((name) => {
    const plain = name.replaceAll('`', '')
    return shortNames[plain] ?? (plain as Permission)
  })
}

/** The table whose header begins so, header first, as cells. */
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
