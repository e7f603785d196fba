import { describe, expect, it } from 'vitest'
import { minuteMs } from '../../support/clock.js'
import { createGraphWorld, myPasses, origin, passesOf } from './graph-world.js'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

describe('creating a pass', () => {
  it('returns 201 with the pass, its code and its location', async () => {
    const graph = createGraphWorld({ policy: { defaultLength: 8 } })
    const { status, body, headers } = await graph.call('POST', passesOf('ada@example.com'), { body: {} })
    expect(status).toBe(201)
    expect(body).toEqual({
      '@odata.context': `${origin}/v1.0/$metadata#users('ada%40example.com')/authentication/temporaryAccessPassMethods/$entity`,
      id: expect.stringMatching(guid),
      temporaryAccessPass: expect.stringMatching(/^[\dA-HJKMNP-TV-Z]{8}$/),
      createdDateTime: '2026-11-23T06:00:00.000Z',
      startDateTime: '2026-11-23T06:00:00.000Z',
      lifetimeInMinutes: 60,
      isUsableOnce: false,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
    })
    expect(headers.get('location')).toBe(`${origin}${passesOf('ada@example.com')}/${body.id}`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(await graph.enter(body.temporaryAccessPass)).toBe('signedIn')
  })

  it('accepts the three writable properties, and replaces the earlier pass', async () => {
    const graph = createGraphWorld()
    const before = await graph.issue()
    const wanted = { startDateTime: '2026-11-24T08:00:00+02:00', lifetimeInMinutes: 90, isUsableOnce: true }
    const { body } = await graph.call('POST', passesOf('ada'), { body: wanted })
    const now = await graph.tap.passes.get({ actor: graph.admin, user: 'ada' })
    expect(now?.id).toBe(body.id)
    expect(body).toMatchObject({ ...wanted, startDateTime: '2026-11-24T06:00:00.000Z' })
    expect(body).toMatchObject({ isUsable: false, methodUsabilityReason: 'NotYetValid' })
    expect(body.id).not.toBe(before.id)
  })

  it('accepts an empty body, with or without a content type', async () => {
    const graph = createGraphWorld()
    expect((await graph.call('POST', passesOf('ada'))).status).toBe(201)
    expect(
      (await graph.call('POST', passesOf('ada'), { headers: { 'content-type': 'application/json' } })).status,
    ).toBe(201)
  })

  it('returns the code, whatever a query selects', async () => {
    const graph = createGraphWorld()
    const { body } = await graph.call('POST', `${passesOf('ada')}?$select=id`, { body: {} })
    expect(body.temporaryAccessPass).toHaveLength(48)
  })

  it('passes on the reasons that the host returns', async () => {
    const policy = { issuing: { ...(await rulesOf()), isTicketRequired: true } }
    const without = createGraphWorld({ policy })
    expect(await without.call('POST', passesOf('ada'))).toMatchObject({
      status: 400,
      body: { error: { innerError: { details: [{ code: 'ticketRequired', target: 'ticket' }] } } },
    })
    const reasons = (request: Request) => ({ ticket: request.headers.get('x-ticket') ?? undefined })
    const graph = createGraphWorld({ policy }, { reasons })
    expect((await graph.call('POST', passesOf('ada'), { headers: { 'x-ticket': 'INC-1' } })).status).toBe(201)
    expect(graph.events.at(-1)).toMatchObject({ type: 'pass.created', details: { ticket: 'INC-1' } })
  })
})

describe('reading passes', () => {
  it('lists no pass or one pass, without its code', async () => {
    const graph = createGraphWorld()
    const context = `${origin}/v1.0/$metadata#users('ada')/authentication/temporaryAccessPassMethods`
    expect((await graph.call('GET', passesOf('ada'))).body).toEqual({ '@odata.context': context, value: [] })
    const { id } = await graph.issue()
    const { status, body } = await graph.call('GET', passesOf('ada'))
    expect(status).toBe(200)
    expect(body.value).toEqual([
      {
        id,
        temporaryAccessPass: null,
        createdDateTime: '2026-11-23T06:00:00.000Z',
        startDateTime: '2026-11-23T06:00:00.000Z',
        lifetimeInMinutes: 60,
        isUsableOnce: false,
        isUsable: true,
        methodUsabilityReason: 'EnabledByPolicy',
      },
    ])
  })

  it('returns a pass by its id, and 404 for any other id', async () => {
    const graph = createGraphWorld()
    const { id } = await graph.issue()
    const { status, body } = await graph.call('GET', `${passesOf('ada')}/${id}`)
    expect([status, body.id]).toEqual([200, id])
    expect(body['@odata.context']).toMatch(/temporaryAccessPassMethods\/\$entity$/)
    for (const other of ['3f2a7c2e-0000-4000-8000-000000000000', 'x']) {
      expect(await graph.call('GET', `${passesOf('ada')}/${other}`)).toMatchObject({
        status: 404,
        body: { error: { code: 'resourceNotFound' } },
      })
    }
  })

  it('lists an expired pass until it is deleted', async () => {
    const graph = createGraphWorld()
    await graph.issue()
    graph.clock.advance(60 * minuteMs)
    const { body } = await graph.call('GET', passesOf('ada'))
    expect(body.value).toMatchObject([{ isUsable: false, methodUsabilityReason: 'Expired' }])
  })

  it('returns the last use in beta only', async () => {
    const graph = createGraphWorld()
    const { temporaryAccessPass } = await graph.issue()
    const beta = passesOf('ada').replace('v1.0', 'beta')
    expect((await graph.call('GET', beta)).body.value).toMatchObject([{ lastUsedDateTime: null }])
    await graph.enter(temporaryAccessPass)
    const { body } = await graph.call('GET', beta)
    expect(body.value).toMatchObject([{ lastUsedDateTime: '2026-11-23T06:00:00.000Z' }])
    expect(body['@odata.context']).toContain(`${origin}/beta/$metadata#`)
    expect((await graph.call('GET', passesOf('ada'))).body.value[0]).not.toHaveProperty('lastUsedDateTime')
  })
})

describe('deleting a pass', () => {
  it('returns 204 without a body, and 404 the second time', async () => {
    const graph = createGraphWorld()
    const { id } = await graph.issue()
    const { status, text, headers } = await graph.call('DELETE', `${passesOf('ada')}/${id}`)
    expect([status, text, headers.get('content-type')]).toEqual([204, '', null])
    expect((await graph.call('DELETE', `${passesOf('ada')}/${id}`)).status).toBe(404)
  })

  it('never deletes a pass with another id', async () => {
    const graph = createGraphWorld()
    await graph.issue()
    const other = `${passesOf('ada')}/3f2a7c2e-0000-4000-8000-000000000000`
    expect((await graph.call('DELETE', other)).status).toBe(404)
    expect((await graph.call('GET', passesOf('ada'))).body.value).toHaveLength(1)
  })
})

describe('the methods of a user', () => {
  it('contain the pass, with the type by which clients choose a class', async () => {
    const graph = createGraphWorld()
    const path = '/v1.0/users/ada/authentication/methods'
    expect((await graph.call('GET', path)).body.value).toEqual([])
    const { id } = await graph.issue()
    const { body } = await graph.call('GET', path)
    const type = '#microsoft.graph.temporaryAccessPassAuthenticationMethod'
    expect(body['@odata.context']).toBe(`${origin}/v1.0/$metadata#users('ada')/authentication/methods`)
    expect(body.value).toMatchObject([{ '@odata.type': type, id, temporaryAccessPass: null }])
    expect((await graph.call('GET', `${path}/${id}`)).body).toMatchObject({ '@odata.type': type, id })
    expect((await graph.call('GET', `${path}/x`)).status).toBe(404)
  })

  it('cannot be deleted there, as in Graph', async () => {
    const graph = createGraphWorld()
    const { id } = await graph.issue()
    const { status, headers } = await graph.call('DELETE', `/v1.0/users/ada/authentication/methods/${id}`)
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})

describe('the pass of /me', () => {
  it('belongs to the signed-in user, by their id', async () => {
    const graph = createGraphWorld()
    await graph.issue('ada')
    graph.principal = { user: 'ada', scopes: ['UserAuthMethod-TAP.ReadWrite'] }
    const { body } = await graph.call('GET', myPasses)
    expect(body['@odata.context']).toContain("#users('ada')/")
    expect((await graph.call('DELETE', `${myPasses}/${body.value[0].id}`)).status).toBe(204)
  })

  it('does not exist for an application', async () => {
    const { status, body } = await createGraphWorld().call('GET', myPasses)
    expect([status, body.error.code, body.error.message]).toEqual([
      400,
      'BadRequest',
      '/me request is only valid with delegated authentication flow.',
    ])
  })

  it('can be created only if the policy allows self-issue', async () => {
    const scopes = ['UserAuthMethod-TAP.ReadWrite']
    const issuing = { ...(await rulesOf()), isSelfIssueAllowed: true }
    for (const [policy, status] of [
      [{}, 403],
      [{ issuing }, 201],
    ] as const) {
      const graph = createGraphWorld({ policy })
      graph.principal = { user: 'gwen', scopes }
      expect((await graph.call('POST', myPasses, { body: {} })).status).toBe(status)
    }
  })
})

async function rulesOf() {
  const { tap, admin } = createGraphWorld()
  return (await tap.policy.get({ actor: admin })).issuing
}
