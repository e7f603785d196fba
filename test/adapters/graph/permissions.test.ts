import { describe, expect, it } from 'vitest'
import type { GraphPrincipal } from '../../../adapters/graph/index.js'
import { actorFromPrincipal } from '../../../adapters/graph/index.js'
import { createGraphWorld, graphUsers, myPasses, passesOf, policyPath } from './graph-world.js'

const families = ['UserAuthMethod-TAP', 'UserAuthenticationMethod'] as const

/** Returns which of reading, creating and deleting Ada's pass succeed. */
async function onAda(principal: GraphPrincipal, path: string = passesOf('ada')): Promise<string> {
  const succeeded: string[] = []
  for (const action of ['read', 'create', 'delete'] as const) {
    const graph = createGraphWorld()
    const { id } = await graph.issue('ada')
    graph.principal = principal
    const { status } =
      action === 'read'
        ? await graph.call('GET', path)
        : action === 'create'
          ? await graph.call('POST', path, { body: {} })
          : await graph.call('DELETE', `${path}/${id}`)
    if (status < 300) succeeded.push(action)
    else expect([action, status]).toEqual([action, 403])
  }
  return succeeded.join(' ')
}

describe('a scope of either family', () => {
  for (const family of families) {
    it(`${family}.* allows an application what .All covers, and no own pass`, async () => {
      for (const [scope, opened] of [
        [`${family}.Read`, ''],
        [`${family}.ReadWrite`, ''],
        [`${family}.Read.All`, 'read'],
        [`${family}.ReadWrite.All`, 'read create delete'],
      ] as const) {
        expect([scope, await onAda({ appId: 'hr', scopes: [scope] })]).toEqual([scope, opened])
      }
    })

    it(`${family}.* allows a user without a role only their own pass`, async () => {
      for (const [scope, others, own] of [
        [`${family}.Read`, '', 'read'],
        [`${family}.ReadWrite`, '', 'read delete'],
        [`${family}.Read.All`, '', 'read'],
        [`${family}.ReadWrite.All`, '', 'read delete'],
      ] as const) {
        expect([scope, await onAda({ user: 'bob', scopes: [scope] })]).toEqual([scope, others])
        expect([scope, await onAda({ user: 'ada', scopes: [scope] }, myPasses)]).toEqual([scope, own])
      }
    })

    it(`${family}.* without .All does not cover other users, whatever the role`, async () => {
      for (const [scope, opened] of [
        [`${family}.Read`, ''],
        [`${family}.ReadWrite`, ''],
        [`${family}.Read.All`, 'read'],
        [`${family}.ReadWrite.All`, 'read create delete'],
      ] as const) {
        expect([scope, await onAda({ user: 'grace', scopes: [scope] })]).toEqual([scope, opened])
      }
    })
  }

  it('is required for the highest role too', async () => {
    expect(await onAda({ user: 'gwen', scopes: ['User.Read', 'Policy.Read.All'] })).toBe('')
  })

  it('covers the own pass under every known name of the user', async () => {
    const scopes = ['UserAuthMethod-TAP.Read']
    const ada = { user: 'ada', userPrincipalName: 'ada@example.com', scopes }
    for (const name of ['ada', 'ada@example.com', 'ADA%40Example.com']) {
      expect([name, await onAda(ada, passesOf(name))]).toEqual([name, 'read'])
    }
    expect(await onAda({ user: 'ada', scopes }, passesOf('ada@example.com'))).toBe('')
  })

  it('never treats an id in another case as the same user', async () => {
    const graph = createGraphWorld({ users: [...graphUsers, { id: 'ADA', isEnabled: true }] })
    graph.principal = { user: 'ADA', scopes: ['UserAuthMethod-TAP.Read'] }
    expect((await graph.call('GET', passesOf('ADA'))).status).toBe(200)
    expect((await graph.call('GET', passesOf('ada'))).status).toBe(403)
  })
})

describe('a policy scope', () => {
  it('allows the policy to applications, and to users whose role allows it', async () => {
    for (const [scope, applications, administrators, others] of [
      ['Policy.Read.All', 'GET', 'GET', ''],
      ['Policy.Read.AuthenticationMethod', 'GET', 'GET', ''],
      ['Policy.ReadWrite.AuthenticationMethod', 'GET PATCH DELETE', 'GET PATCH DELETE', ''],
      ['UserAuthenticationMethod.ReadWrite.All', '', '', ''],
    ] as const) {
      expect(await onPolicy({ appId: 'hr', scopes: [scope] })).toBe(applications)
      expect(await onPolicy({ user: 'gwen', scopes: [scope] })).toBe(administrators)
      expect(await onPolicy({ user: 'grace', scopes: [scope] })).toBe(others)
    }
  })
})

describe('an actor from a principal', () => {
  it('is a user if the principal has one, with how they signed in', () => {
    const authentication = { at: new Date(0), acr: 'aal2' }
    const principal = { user: 'ada', appId: 'hr', scopes: ['Policy.Read.All'], authentication }
    const permissions = ['policy.get']
    expect(actorFromPrincipal(principal)).toEqual({ kind: 'user', user: 'ada', permissions, authentication })
    expect(actorFromPrincipal({ appId: 'hr', scopes: [] })).toEqual({ kind: 'app', id: 'hr', permissions: [] })
  })

  it('has the permissions of scopes without .All only with self', () => {
    const own = ['UserAuthMethod-TAP.ReadWrite']
    expect(actorFromPrincipal({ user: 'ada', scopes: own })).toMatchObject({ permissions: [] })
    expect(actorFromPrincipal({ user: 'ada', scopes: own }, 'self')).toMatchObject({
      permissions: ['passes.get', 'passes.create', 'passes.delete'],
    })
    expect(actorFromPrincipal({ appId: 'hr', scopes: own }, 'self')).toMatchObject({ permissions: [] })
  })

  it('needs a user or an application', () => {
    expect(() => actorFromPrincipal({ scopes: ['Policy.Read.All'] })).toThrow(TypeError)
  })

  it('is refused with 500 if the claim with its name is missing', async () => {
    const reported: unknown[] = []
    const graph = createGraphWorld({}, { onError: (error) => reported.push(error) })
    const absent = null as unknown as string
    for (const named of [{ user: '' }, { user: '', appId: 'hr' }, { user: absent, appId: 'hr' }, { appId: '' }]) {
      graph.principal = { ...named, scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
      expect([named, (await graph.call('POST', passesOf('ada'))).status]).toEqual([named, 500])
      expect(reported.at(-1)).toBeInstanceOf(TypeError)
    }
    expect([reported.length, graph.events]).toEqual([4, []])
  })
})

describe('the caller', () => {
  it('gets a 401 with a challenge, whatever the path, without a principal', async () => {
    const graph = createGraphWorld()
    graph.principal = undefined
    for (const [headers, challenge, message] of [
      [{}, 'Bearer', 'Access token is empty.'],
      [{ authorization: 'Bearer x' }, 'Bearer error="invalid_token"', 'Access token validation failure.'],
    ] as const) {
      for (const path of [policyPath, '/v1.0/nothing']) {
        const { status, headers: answered, body } = await graph.call('GET', path, { headers })
        expect([status, answered.get('www-authenticate')]).toEqual([401, challenge])
        expect([body.error.code, body.error.message]).toEqual(['InvalidAuthenticationToken', message])
      }
    }
    expect(graph.events).toEqual([])
  })

  it('is in the event, with the request-id as its correlation id', async () => {
    const graph = createGraphWorld({}, { context: () => ({ ipAddress: '192.0.2.1' }) })
    graph.principal = { user: 'grace', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }
    const { headers } = await graph.call('POST', passesOf('ada'), { body: {} })
    expect(graph.events.at(-1)).toMatchObject({
      type: 'pass.created',
      actor: { kind: 'user', id: 'grace' },
      correlationId: headers.get('request-id'),
      context: { ipAddress: '192.0.2.1' },
    })
  })

  it('sees only the tenant of the principal', async () => {
    const graph = createGraphWorld()
    await graph.issue('ada')
    graph.principal = { appId: 'hr', tenantId: 'other', scopes: ['UserAuthMethod-TAP.Read.All'] }
    expect((await graph.call('GET', passesOf('ada'))).body.value).toEqual([])
  })
})

async function onPolicy(principal: GraphPrincipal): Promise<string> {
  const graph = createGraphWorld()
  graph.principal = principal
  const body = {
    '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration',
    defaultLength: 40,
  }
  const statuses = {
    GET: (await graph.call('GET', policyPath)).status,
    PATCH: (await graph.call('PATCH', policyPath, { body })).status,
    DELETE: (await graph.call('DELETE', policyPath)).status,
  }
  for (const status of Object.values(statuses)) expect([200, 204, 403]).toContain(status)
  return Object.entries(statuses)
    .filter(([, status]) => status !== 403)
    .map(([method]) => method)
    .join(' ')
}
