import { describe, expect, it } from 'vitest'
import type { GraphPrincipal } from '../../adapters/graph/index.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { GraphWorld } from '../adapters/graph/graph-world.js'
import { configurationType } from '../adapters/graph/graph-world.js'
import { createCheckedWorld } from './support/checked-world.js'

/** R: read, C: create, D: delete. What a role may do to whom; delegated calls need it beside a scope. */
const roleTable = `
  role                                    self member lesser admin restricted guest external unknown
  Global Administrator                    RD   RCD    RCD    RCD   RCD        RCD   RCD      RCD
  Privileged Authentication Administrator RD   RCD    RCD    RCD   RCD        RCD   RCD      RCD
  Authentication Administrator            RD   RCD    RCD    -     -          RCD   RCD      RCD
  Global Reader                           RD   R      R      R     R          R     R        R
  Authentication Policy Administrator     RD   -      -      -     -          -     -        -
  User Administrator                      RD   -      -      -     -          -     -        -
  Helpdesk Administrator                  RD   -      -      -     -          -     -        -
  (nobody)                                RD   -      -      -     -          -     -        -`

/** What a scope opens on oneself and on others, delegated, and to a program; then the policy (R: read, W: write). */
const scopeTable = `
  scope                                self others program policy
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

/** What a call that is allowed comes to: an external guest has no pass and gets none; nobody is not found. */
const outcomes: Readonly<Record<string, readonly number[]>> = {
  // list, methods, one, create, delete
  somebody: [200, 200, 200, 201, 204],
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

describe('passes, to a person with', () => {
  for (const { head: role, cells: powers } of roles) {
    it(`${role}: a scope and the role, or neither is enough`, async () => {
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

  it('whatever role: the same in either version, and however somebody is written', async () => {
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

  it('a role, but switched off: nothing', async () => {
    const graph = worldFor('Global Administrator')
    graph.users.set('self', { id: 'self', isEnabled: false, roles: ['Global Administrator'] })
    graph.principal = { user: 'self', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
    for (const target of ['self', 'member', 'unknown']) {
      expect([target, await tryAll(graph, target)]).toEqual([target, expected(target, '')])
    }
  })
})

describe('passes, to a program', () => {
  it('by the scope alone, whatever roles anybody has', async () => {
    const graph = worldFor('(nobody)')
    for (const { head: scope, cells } of scopes) {
      graph.principal = { appId: 'hr', scopes: [scope] }
      for (const target of ['self', ...targets.map(({ id }) => id), 'unknown']) {
        const allowed = cells['program'] ?? ''
        expect([scope, target, await tryAll(graph, target)]).toEqual([scope, target, expected(target, allowed)])
      }
    }
  })

  it('but not under /me, which it has none of', async () => {
    const graph = worldFor('(nobody)')
    graph.principal = { appId: 'hr', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
    for (const version of versions) expect(await statusesOf(graph, `/${version}/me`, 'x')).toEqual(Array(5).fill(400))
  })
})

describe('a pass for oneself', () => {
  it('is created only where the policy allows it, by the two who may for everybody', async () => {
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
  it('to people: by scope and role', async () => {
    for (const { head: role } of roles) {
      const graph = worldFor(role)
      for (const { head: scope, cells } of scopes) {
        graph.principal = { user: 'self', scopes: [scope] }
        const allowed = [...(policyRoles[role] ?? '')].filter((letter) => cells['policy']?.includes(letter)).join('')
        expect([role, scope, await tryPolicy(graph)]).toEqual([role, scope, expectedPolicy(allowed)])
      }
    }
  })

  it('to programs: by scope', async () => {
    const graph = worldFor('(nobody)')
    for (const { head: scope, cells } of scopes) {
      graph.principal = { appId: 'hr', scopes: [scope] }
      expect([scope, await tryPolicy(graph)]).toEqual([scope, expectedPolicy(cells['policy'] ?? '')])
    }
  })
})

describe('nobody', () => {
  it('gets 401 everywhere', async () => {
    const graph = worldFor('(nobody)')
    graph.principal = undefined
    for (const version of versions) {
      for (const person of ['me', 'users/member', 'users/unknown']) {
        expect(await statusesOf(graph, `/${version}/${person}`, 'x')).toEqual(Array(5).fill(401))
      }
    }
    expect(new Set(await tryPolicy(graph))).toEqual(new Set([401]))
  })
})

let turn = 0

/** Every endpoint about one person, under the next of the versions and ways to write who it is. */
async function tryAll(graph: GraphWorld, target: string): Promise<readonly number[]> {
  const forms = formsOf(target, graph.principal)
  turn += 1
  // One more after every eight: the eight targets would else be written the same way every time.
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
  // Without its name in the token, only the id is known to be oneself.
  if (target !== 'self' || principal?.user === undefined) return names
  return principal.userPrincipalName === undefined ? ['me', 'users/self'] : ['me', 'Me', ...names]
}

function graphName(target: string): string {
  return target === 'external' ? 'x@elsewhere.example' : `${target}@example.com`
}

async function statusesOf(graph: GraphWorld, person: string, id: string): Promise<readonly number[]> {
  const passes = `${person}/authentication/temporaryAccessPassMethods`
  const statuses: number[] = []
  for (const [method, path] of [
    ['GET', passes],
    ['GET', `${person}/Authentication/methods`],
    ['GET', `${passes}/${id}`],
  ] as const) {
    statuses.push((await graph.call(method, path)).status)
  }
  const created = await graph.call('POST', passes, { body: {} })
  const deleted = await graph.call('DELETE', `${passes}/${created.body.id ?? id}`)
  return [...statuses, created.status, deleted.status]
}

function expected(target: string, allowed: string): readonly number[] {
  const ifAllowed = outcomes[target] ?? outcomes['somebody'] ?? []
  return ifAllowed.map((status, index) => (allowed.includes(letters[index] ?? '') ? status : 403))
}

/** Both forms of the key, both versions: read three ways, then changed, put back and changed through the parent. */
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
  return createCheckedWorld({ users: [role === '(nobody)' ? self : { ...self, roles: [role] }, ...targets] })
}

function cellsOf(role: string): Readonly<Record<string, string>> {
  return roles.find(({ head }) => head === role)?.cells ?? {}
}

/** Names may hold single spaces: cells are the last columns. */
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
