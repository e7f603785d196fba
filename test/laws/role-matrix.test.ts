import { describe, expect, it } from 'vitest'
import { memoryDirectory } from '../../adapters/memory/index.js'
import { isSameUser } from '../../src/core/access/authorize.js'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { aboutTheTenant, aboutUsers } from './role-matrix.js'

const verbOf: { readonly [column: string]: Permission } = {
  create: 'passes.create',
  get: 'passes.get',
  delete: 'passes.delete',
  explain: 'users.explain',
  unlock: 'users.unlock',
  forget: 'users.forget',
  registrations: 'registrations.list',
  removal: 'registrations.remove',
}

/** The users of each target class. */
const targets: { readonly [name: string]: readonly (DirectoryUser | undefined)[] } = {
  member: [
    { id: 'm1', isEnabled: true },
    { id: 'm2', isEnabled: true, roles: [] },
    { id: 'm3', isEnabled: false, type: 'internalGuest', isRestricted: false },
  ],
  'lesser role': [
    'Authentication Administrator',
    'Directory Readers',
    'Guest Inviter',
    'Message Center Reader',
    'Password Administrator',
    'Reports Reader',
    'User Experience Success Manager',
    'Usage Summary Reports Reader',
  ].map((role) => ({ id: role, isEnabled: true, roles: [role] })),
  administrator: [
    'Global Administrator',
    'Privileged Authentication Administrator',
    'Privileged Role Administrator',
    'Authentication Policy Administrator',
    'Global Reader',
    'User Administrator',
    'Helpdesk Administrator',
    'Groups Administrator',
  ].map((role) => ({ id: role, isEnabled: true, roles: [role] })),
  'unknown role': ['Keeper of the Keys', 'directory readers', 'Directory Readers ', '__proto__', 'constructor', ''].map(
    (role) => ({ id: `holder of "${role}"`, isEnabled: true, roles: [role] }),
  ),
  'mixed roles': [
    { id: 'x1', isEnabled: true, roles: ['Directory Readers', 'Global Administrator'] },
    { id: 'x2', isEnabled: true, roles: ['Keeper of the Keys', 'Reports Reader'] },
  ],
  restricted: [
    { id: 'r1', isEnabled: true, isRestricted: true },
    { id: 'r2', isEnabled: true, isRestricted: true, roles: ['Directory Readers'] },
  ],
  absent: [undefined],
}

describe('what a role can do to a user', () => {
  for (const { actor, rest, columns } of rowsOf(aboutUsers)) {
    const target = rest[0] ?? ''
    it(`${actor} on ${target}: ${rest.slice(1).join(' ')}`, () => {
      const answers = columns.slice(1).map((column) => {
        const permission = verbOf[column]
        if (permission === undefined) throw new Error(`No permission for column "${column}"`)
        return ask(actor, target, permission)
      })
      expect(answers).toEqual(rest.slice(1))
    })
  }
})

describe('what a role can do in the tenant', () => {
  for (const { actor, rest, columns } of rowsOf(aboutTheTenant)) {
    it(`${actor}: ${rest.join(' ')}`, () => {
      const answers = columns.map((permission) =>
        inWords(
          [false, true].map((isSelf) =>
            allows(actor, { permission: permission as Permission, isSelf, user: undefined }),
          ),
        ),
      )
      expect(answers).toEqual(rest)
    })
  }
})

describe('the role matrix', () => {
  it('has a row for every pair of role and target class', () => {
    const roles = rowsOf(aboutTheTenant).map(({ actor }) => actor)
    const rows = rowsOf(aboutUsers)
    for (const actor of roles.slice(0, 7)) {
      const listed = rows.filter((row) => row.actor === actor).map(({ rest }) => rest[0])
      expect(listed).toEqual(['self', ...Object.keys(targets)])
    }
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(roles))
  })

  it('has a column for every permission', () => {
    const ofTenant = ['policy.get', 'policy.update', 'policy.reset', 'passes.list', 'maintenance.acceptRestore']
    const listed = [...Object.values(verbOf), ...ofTenant]
    const every: { readonly [Name in Exclude<Permission, `requests.${string}`>]: true } = {
      'policy.get': true,
      'policy.update': true,
      'policy.reset': true,
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
    }
    expect(new Set(listed)).toEqual(new Set(Object.keys(every)))
  })
})

describe('several roles', () => {
  it('add up, and never reach further than one of them alone', () => {
    const both = userWith({ roles: ['Authentication Administrator', 'Authentication Policy Administrator'] })
    const administrator = targets['administrator']?.[0]
    expect(decide(both, { permission: 'policy.update', isSelf: false, user: undefined })).toBe(true)
    expect(decide(both, { permission: 'passes.create', isSelf: false, user: userWith({ id: 'm' }) })).toBe(true)
    expect(decide(both, { permission: 'passes.create', isSelf: false, user: administrator })).toBe(false)
    const readerToo = userWith({ roles: ['Authentication Administrator', 'Global Reader'] })
    expect(decide(readerToo, { permission: 'passes.get', isSelf: false, user: administrator })).toBe(true)
    expect(decide(readerToo, { permission: 'passes.delete', isSelf: false, user: administrator })).toBe(false)
  })

  it('are compared exactly: another case or a space makes another role', () => {
    for (const role of ['global administrator', 'Global Administrator ', 'GLOBAL ADMINISTRATOR']) {
      const question = { permission: 'passes.create', isSelf: false, user: userWith({ id: 'm' }) } as const
      expect(decide(userWith({ roles: [role] }), question)).toBe(false)
    }
  })
})

describe('an administrator', () => {
  it('cannot create a pass for themselves under an alias or in another case', async () => {
    const directory = memoryDirectory([
      {
        id: 'ada',
        isEnabled: true,
        userPrincipalName: 'Ada@example.test',
        aliases: ['+44 20 7946'],
        roles: ['Global Administrator'],
      },
      { id: 'bob', isEnabled: true, userPrincipalName: 'bob@example.test' },
    ])
    const find = async (user: string): Promise<DirectoryUser> => {
      const found = await directory.findUser({ user, tenantId: 'default' })
      if (found === undefined) throw new Error(`No user has the name ${user}`)
      return found
    }
    for (const [typedActor, typedUser, isAllowed] of [
      ['ada', 'ada', false],
      ['ada', 'ADA@EXAMPLE.TEST', false],
      ['ada@example.test', 'ada', false],
      ['Ada@Example.test', 'aDA@eXAMPLE.tEST', false],
      ['ada', '+44 20 7946', false],
      ['+44 20 7946', 'bob', true],
      ['ada@example.test', 'bob@example.test', true],
    ] as const) {
      const [actor, user] = [await find(typedActor), await find(typedUser)]
      const isSelf = isSameUser(actor, user)
      expect(decide(actor, { permission: 'passes.create', user, isSelf }), `${typedActor} for ${typedUser}`).toBe(
        isAllowed,
      )
    }
  })

  it('cannot unlock themselves, whatever the role', () => {
    for (const { actor } of rowsOf(aboutTheTenant).slice(0, 7)) {
      expect(ask(actor, 'self', 'users.unlock')).toBe('no')
    }
  })

  it('cannot issue to themselves with a restricted or an unknown role', () => {
    const roles = ['Global Administrator', 'Keeper of the Keys']
    const ada = userWith({ roles, isRestricted: true })
    expect(decide(ada, { permission: 'passes.create', user: ada, isSelf: true })).toBe(false)
    expect(decide(ada, { permission: 'passes.get', user: ada, isSelf: true })).toBe(true)
  })
})

interface Question {
  readonly permission: Permission
  readonly user: DirectoryUser | undefined
  readonly isSelf: boolean
}

/** Returns `yes` or `no` for a whole target class, or both when its users are treated differently. */
function ask(actor: string, target: string, permission: Permission): string {
  if (target === 'self') return inWords([allows(actor, { permission, isSelf: true, user: actingUser(actor) })])
  const users = targets[target]
  if (users === undefined) throw new Error(`No target class "${target}"`)
  return inWords(users.map((user) => allows(actor, { permission, isSelf: false, user })))
}

function inWords(answers: readonly unknown[]): string {
  if (answers.every((answer) => answer === true)) return 'yes'
  return answers.every((answer) => answer === false) ? 'no' : `not alike: ${answers.join(', ')}`
}

function allows(actor: string, question: Question): unknown {
  if (actor !== 'program') return decide(actingUser(actor), question)
  const kinds = (['app', 'system'] as const).map((kind) =>
    authorizeByEntraRoles({
      ...question,
      tenantId: 'default',
      actor: { kind, id: 'hr', permissions: [question.permission] },
    }),
  )
  return kinds[0] === kinds[1] ? kinds[0] : 'app and system differ'
}

function decide(user: DirectoryUser, question: Question): unknown {
  return authorizeByEntraRoles({ ...question, tenantId: 'default', actor: { kind: 'user', user } })
}

function actingUser(actor: string): DirectoryUser {
  if (actor === 'no role') return userWith({})
  if (actor === 'disabled Global Administrator') return userWith({ roles: ['Global Administrator'], isEnabled: false })
  return userWith({ roles: [actor] })
}

function userWith(about: Partial<DirectoryUser>): DirectoryUser {
  return { id: 'actor', isEnabled: true, ...about }
}

/** Columns are two spaces apart. The first column fits the longest actor name. */
function rowsOf(table: string): readonly { actor: string; rest: readonly string[]; columns: readonly string[] }[] {
  const [header = '', ...lines] = table.trim().split('\n')
  const width = /^actor\s+/.exec(header)?.[0].length ?? 0
  const cells = (line: string): readonly string[] =>
    line
      .slice(width)
      .trim()
      .split(/\s{2,}/)
  return lines.map((line) => ({ actor: line.slice(0, width).trim(), rest: cells(line), columns: cells(header) }))
}
