import { describe, expect, it } from 'vitest'
import type { GraphPrincipal } from '../../adapters/graph/index.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { GraphWorld } from '../adapters/graph/graph-world.js'
import { configurationType } from '../adapters/graph/graph-world.js'
import { createCheckedWorld } from './support/checked-world.js'

/** R: read, C: create, D: delete. What a role allows on which user. A delegated call needs a scope too. */
const roleTable = `
  role                                    self member lesser admin restricted guest external unknown
  Global Administrator                    RD   RCD    RCD    RCD   RCD        RCD   RCD      RCD
  Privileged Authentication Administrator RD   RCD    RCD    RCD   RCD        RCD   RCD      RCD
  Authentication Administrator            RD   RCD    RCD    -     -          RCD   RCD      RCD
  Global Reader                           RD   R      R      R     R          R     R        R
  Authentication Policy Administrator     RD   -      -      -     -          -     -        -
  User Administrator                      RD   -      -      -     -          -     -        -
  Helpdesk Administrator                  RD   -      -      -     -          -     -        -
  (no role)                                RD   -      -      -     -          -     -        -`

/** What a scope allows on the own pass, on other users and to an application; then on the policy (R: read, W: write). */
const scopeTable = `
  scope                                self others application policy
  UserAuthMethod-TAP.Read              R    -      -       -
  UserAuthMethod-TAP.Read.All          R    R      R       -
  UserAuthMethod-TAP.ReadWrite         RCD  -      -       -
  UserAuthMethod-TAP.ReadWrite.All     RCD  RCD    RCD     -
  UserAuthenticationMethod.Read        R    -      -       -
  UserAuthenticationMethod.Read.All    R    R      R       -
  UserAuthenticationMethod.ReadWrite   RCD  -      -       -
  UserAuthenticationMethod.ReadWrite.All RCD RCD   RCD     -
  Policy.Read.All                      -    -      -       R
  Policy.Read.AuthenticationMethod     -    -      -       R
  Policy.ReadWrite.AuthenticationMethod -   -      -       RW
  User.ReadWrite.All                   -    -      -       -`

const policyRoles: Readonly<Record<string, string>> = {
  'Global Administrator': 'RW',
  'Authentication Policy Administrator': 'RW',
  'Global Reader': 'R',
}

/** The status of an allowed call. An external guest has no pass and gets none. An unknown user is not found. */
const outcomes: Readonly<Record<string, readonly number[]>> = {
  // list, methods, one, create, delete
  known: [200, 200, 200, 201, 204],
  external: [200, 200, 404, 400, 404],
  unknown: [404, 404, 404, 404, 404],
}
const letters = ['R', 'R', 'R', 'C', 'D']

const targets: readonly DirectoryUser[] = [
  { id: 'member', isEnabled: true, userPrincipalName: 'member@example.com' },
  { id: 'lesser', isEnabled: true, userPrincipalName: 'lesser@example.com', roles: ['Reports Reader'] },
  { id: 'admin', isEnabled: true, userPrincipalName: 'admin@example.com', roles: ['User Administrator'] },
  { id: 'restricted', isEnabled: true, userPrincipalName: 'restricted@example.com', isRestricted: true },
  { id: 'guest', isEnabled: true, userPrincipalName: 'guest@example.com', type: 'internalGuest' },
  { id: 'external', isEnabled: true, userPrincipalName: 'x@elsewhere.example', type: 'externalGuest' },
]

const roles = rowsOf(roleTable)
const scopes = rowsOf(scopeTable)
const versions = ['v1.0', 'beta']

describe('a user with the role', () => {
  for (const { head: role, cells: powers } of roles) {
    it(`${role} needs a scope and the role`, async () => {
      const graph = worldFor(role)
      for (const { head: scope, cells: opens } of scopes) {
        graph.principal = { user: 'self', userPrincipalName: 'self@example.com', scopes: [scope] }
        for (const [target, power = ''] of Object.entries(powers)) {
          const opened = target === 'self' ? opens['self'] : opens['others']
          const allowed = [...power].filter((letter) => opened?.includes(letter)).join('')
          expect([scope, target, await tryAll(graph, target)]).toEqual([scope, target, expected(target, allowed)])
        }
      }
    })
  }

  it('Authentication Administrator gets the same in both versions and notations', async () => {
    const graph = worldFor('Authentication Administrator')
    for (const userPrincipalName of ['self@example.com', undefined]) {
      graph.principal = { user: 'self', userPrincipalName, scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
      for (const [target, power = ''] of Object.entries(cellsOf('Authentication Administrator'))) {
        for (const form of formsOf(target, graph.principal)) {
          expect([form, await tryForm(graph, target, form)]).toEqual([form, expected(target, power)])
        }
      }
    }
  })

  it('Global Administrator gets nothing while disabled', async () => {
    const graph = worldFor('Global Administrator')
    graph.users.set('self', { id: 'self', isEnabled: false, roles: ['Global Administrator'] })
    graph.principal = { user: 'self', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
    for (const target of ['self', 'member', 'unknown']) {
      expect([target, await tryAll(graph, target)]).toEqual([target, expected(target, '')])
    }
  })
})

describe('an application', () => {
  it('needs a scope only', async () => {
    const graph = worldFor('(no role)')
    for (const { head: scope, cells } of scopes) {
      graph.principal = { appId: 'hr', scopes: [scope] }
      for (const target of ['self', ...targets.map(({ id }) => id), 'unknown']) {
        const allowed = cells['application'] ?? ''
        expect([scope, target, await tryAll(graph, target)]).toEqual([scope, target, expected(target, allowed)])
      }
    }
  })

  it('cannot use /me', async () => {
    const graph = worldFor('(no role)')
    graph.principal = { appId: 'hr', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
    for (const version of versions) expect(await statusesOf(graph, `/${version}/me`, 'x')).toEqual(Array(5).fill(400))
  })
})

describe('self-issue', () => {
  it('needs the policy and one of the two highest roles', async () => {
    for (const { head: role } of roles) {
      for (const isSelfIssueAllowed of [false, true]) {
        const graph = worldFor(role)
        const { issuing } = await graph.tap.policy.get({ actor: graph.admin })
        await graph.tap.policy.update({ actor: graph.admin, patch: { issuing: { ...issuing, isSelfIssueAllowed } } })
        graph.principal = { user: 'self', scopes: ['UserAuthMethod-TAP.ReadWrite'] }
        const { status } = await graph.call('POST', '/v1.0/me/authentication/temporaryAccessPassMethods')
        const isOne = ['Global Administrator', 'Privileged Authentication Administrator'].includes(role)
        expect([role, isSelfIssueAllowed, status]).toEqual([
          role,
          isSelfIssueAllowed,
          isSelfIssueAllowed && isOne ? 201 : 403,
        ])
      }
    }
  })
})

describe('the policy', () => {
  it('needs a scope and a role for a user', async () => {
    for (const { head: role } of roles) {
      const graph = worldFor(role)
      for (const { head: scope, cells } of scopes) {
        graph.principal = { user: 'self', scopes: [scope] }
        const allowed = [...(policyRoles[role] ?? '')].filter((letter) => cells['policy']?.includes(letter)).join('')
        expect([role, scope, await tryPolicy(graph)]).toEqual([role, scope, expectedPolicy(allowed)])
      }
    }
  })

  it('needs a scope only for an application', async () => {
    const graph = worldFor('(no role)')
    for (const { head: scope, cells } of scopes) {
      graph.principal = { appId: 'hr', scopes: [scope] }
      expect([scope, await tryPolicy(graph)]).toEqual([scope, expectedPolicy(cells['policy'] ?? '')])
    }
  })
})

describe('an unknown caller', () => {
  it('gets 401 on every path', async () => {
    const graph = worldFor('(no role)')
    graph.principal = undefined
    for (const version of versions) {
      for (const owner of ['me', 'users/member', 'users/unknown']) {
        expect(await statusesOf(graph, `/${version}/${owner}`, 'x')).toEqual(Array(5).fill(401))
      }
    }
    expect(new Set(await tryPolicy(graph))).toEqual(new Set([401]))
  })
})

let turn = 0

/** Calls every endpoint of one user, with the next version and notation. */
async function tryAll(graph: GraphWorld, target: string): Promise<readonly number[]> {
  const forms = formsOf(target, graph.principal)
  turn += 1
  // Shifts by one after eight calls, so that the eight targets do not always get the same notation.
  return tryForm(graph, target, forms[(turn + Math.floor(turn / 8)) % forms.length] ?? '')
}

async function tryForm(graph: GraphWorld, target: string, form: string): Promise<readonly number[]> {
  const canHave = target !== 'external' && target !== 'unknown'
  return statusesOf(graph, form, canHave ? (await graph.issue(target)).id : 'x')
}

function formsOf(target: string, principal: GraphPrincipal | undefined): readonly string[] {
  return versions.flatMap((version) => namesOf(target, principal).map((name) => `/${version}/${name}`))
}

function namesOf(target: string, principal: GraphPrincipal | undefined): readonly string[] {
  const name = graphName(target)
  const names = [
    `users/${target}`,
    `users/${name}`,
    `USERS/${name.replace('@', '%40').toUpperCase()}`,
    `users('${name}')`,
  ]
  // Without a name in the token, only the id is known to be the own one.
  if (target !== 'self' || principal?.user === undefined) return names
  return principal.userPrincipalName === undefined ? ['me', 'users/self'] : ['me', 'Me', ...names]
}

function graphName(target: string): string {
  return target === 'external' ? 'x@elsewhere.example' : `${target}@example.com`
}

async function statusesOf(graph: GraphWorld, owner: string, id: string): Promise<readonly number[]> {
  const passes = `${owner}/authentication/temporaryAccessPassMethods`
  const statuses: number[] = []
  for (const [method, path] of [
    ['GET', passes],
    ['GET', `${owner}/Authentication/methods`],
    ['GET', `${passes}/${id}`],
  ] as const) {
    statuses.push((await graph.call(method, path)).status)
  }
  const created = await graph.call('POST', passes, { body: {} })
  const deleted = await graph.call('DELETE', `${passes}/${created.body.id ?? id}`)
  return [...statuses, created.status, deleted.status]
}

function expected(target: string, allowed: string): readonly number[] {
  const ifAllowed = outcomes[target] ?? outcomes['known'] ?? []
  return ifAllowed.map((status, index) => (allowed.includes(letters[index] ?? '') ? status : 403))
}

/** For both versions and forms of the key: reads three ways, then changes, resets and changes through the parent. */
async function tryPolicy(graph: GraphWorld): Promise<readonly number[]> {
  const answers: (readonly number[])[] = []
  for (const version of versions) {
    const parent = `/${version}/policies/authenticationMethodsPolicy`
    const set = 'authenticationMethodConfigurations'
    for (const one of [
      `${parent}/${set}/TemporaryAccessPass`,
      `${parent.toLowerCase()}/${set}('temporaryAccessPass')`,
    ]) {
      const body = { '@odata.type': configurationType, isUsableOnce: false }
      const statuses: number[] = []
      for (const [method, path, sent] of [
        ['GET', one, {}],
        ['GET', parent, {}],
        ['GET', `${parent}/${set}`, {}],
        ['PATCH', one, { body }],
        ['DELETE', one, {}],
        ['PATCH', parent, { body: { [set]: [{ ...body, state: 'enabled', defaultLength: 48 }] } }],
      ] as const) {
        statuses.push((await graph.call(method, path, sent)).status)
      }
      answers.push(statuses)
    }
  }
  const [first = []] = answers
  for (const answer of answers) expect(answer).toEqual(first)
  return first
}

function expectedPolicy(allowed: string): readonly number[] {
  const read = allowed.includes('R') ? 200 : 403
  const isWritable = allowed.includes('W')
  return [read, read, read, isWritable ? 204 : 403, isWritable ? 204 : 403, isWritable ? 200 : 403]
}

function worldFor(role: string): GraphWorld {
  const self = { id: 'self', isEnabled: true, userPrincipalName: 'self@example.com' }
  return createCheckedWorld({ users: [role === '(no role)' ? self : { ...self, roles: [role] }, ...targets] })
}

function cellsOf(role: string): Readonly<Record<string, string>> {
  return roles.find(({ head }) => head === role)?.cells ?? {}
}

/** A name may contain single spaces, so the cells are the last columns. */
function rowsOf(table: string): readonly { readonly head: string; readonly cells: Readonly<Record<string, string>> }[] {
  const [[, ...columns] = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return rows.map((words) => {
    const cells = words.slice(-columns.length)
    return {
      head: words.slice(0, -columns.length).join(' '),
      cells: Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').replace('-', '')])),
    }
  })
}
