import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGraphHandler } from '../../../adapters/graph/index.js'
import { application, configurationType, createGraphWorld, origin, passesOf, policyPath } from './graph-world.js'

const json = { 'content-type': 'application/json' }
const duplicated = '{"isUsableOnce":true,"isUsableOnce":false}'

describe('the body of a new pass', () => {
  it('may be a pass that a client read: read-only properties are ignored', async () => {
    const graph = createGraphWorld()
    const before = await graph.issue('gwen')
    const { body: read } = await graph.call('GET', `${passesOf('gwen')}/${before.id}`)
    const { status, body } = await graph.call('POST', passesOf('ada'), { body: read })
    expect(status).toBe(201)
    expect(body.id).not.toBe(before.id)
    expect(body.temporaryAccessPass).not.toBeNull()
  })

  it('may have null for a missing value, and a type with or without #', async () => {
    const type = 'microsoft.graph.temporaryAccessPassAuthenticationMethod'
    const empty = { startDateTime: null, lifetimeInMinutes: null, isUsableOnce: null, temporaryAccessPass: null }
    for (const body of [empty, { '@odata.type': `#${type}` }, { '@odata.type': type }, { 'x@odata.y': 1 }]) {
      expect((await createGraphWorld().call('POST', passesOf('ada'), { body })).status).toBe(201)
    }
  })

  it('is refused with the name of a wrong or unknown property, and changes nothing', async () => {
    const graph = createGraphWorld()
    for (const [body, field] of [
      [{ temporaryAccessPass: 'TAPRocks!' }, 'temporaryAccessPass'],
      [{ temporaryAccessPass: '' }, 'temporaryAccessPass'],
      [{ lifetimeInMinutes: '60' }, 'lifetimeInMinutes'],
      [{ lifetimeInMinutes: 60.5 }, 'lifetimeInMinutes'],
      [{ lifetimeInMinutes: true }, 'lifetimeInMinutes'],
      [{ isUsableOnce: 'true' }, 'isUsableOnce'],
      [{ isUsableOnce: 1 }, 'isUsableOnce'],
      [{ startDateTime: 1_795_413_600_000 }, 'startDateTime'],
      [{ startDateTime: 'tomorrow' }, 'startDateTime'],
      [{ '@odata.type': '#microsoft.graph.fido2AuthenticationMethod' }, '@odata.type'],
      [{ userId: 'gwen' }, 'userId'],
      [{ deliverTo: 'email' }, 'deliverTo'],
      [{ justification: 'x' }, 'justification'],
      [{ constructor: 'x' }, 'constructor'],
      [{ LifetimeInMinutes: 60 }, 'LifetimeInMinutes'],
    ] as const) {
      const { status, body: answer } = await graph.call('POST', passesOf('ada'), { body })
      expect([status, answer.error.innerError.details[0].target]).toEqual([400, field])
      expect(answer.error.message).toContain(field)
    }
    const all = { lifetimeInMinutes: '60', isUsableOnce: 1, startDateTime: 'tomorrow', colour: 'red' }
    const { body } = await graph.call('POST', passesOf('ada'), { body: all })
    expect(body.error.innerError.details).toHaveLength(4)
    expect(await graph.row()).toBeUndefined()
  })

  it('is refused unless it is one unambiguous JSON object in UTF-8, and changes nothing', async () => {
    const graph = createGraphWorld()
    const deep = `{"a":${'['.repeat(9)}${']'.repeat(9)}}`
    for (const [body, headers, status] of [
      [duplicated, json, 400],
      ['{"isUsableOnce":true,"isUsable\\u004fnce":false}', json, 400],
      ['{"__proto__":{"isUsableOnce":true}}', json, 400],
      [deep, json, 400],
      ['[]', json, 400],
      ['null', json, 400],
      ['{', json, 400],
      [' ', json, 400],
      ['{}', {}, 415],
      ['{}', { 'content-type': 'text/plain' }, 415],
      ['{}', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
      ['{}', { 'content-type': 'application/jsonp' }, 415],
      ['{}', { 'content-type': 'application/json;charset=utf-16' }, 415],
      ['{}', { ...json, 'content-encoding': 'gzip' }, 415],
      [`{"a":"${'x'.repeat(16_384)}"}`, json, 413],
    ] as const) {
      const answer = await graph.call('POST', passesOf('ada'), { body, headers })
      expect([body.slice(0, 40), headers, answer.status]).toEqual([body.slice(0, 40), headers, status])
      expect(answer.body.error.innerError['request-id']).toBe(answer.headers.get('request-id'))
    }
    expect(await graph.row()).toBeUndefined()
  })

  it('is refused with 400 if it is not UTF-8 or breaks off', async () => {
    const graph = createGraphWorld()
    const handler = createGraphHandler(graph.tap, { authenticate: () => application })
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) })
    for (const body of [new Uint8Array([0x7b, 0xff, 0x7d]), new Uint8Array([0xef, 0xbb, 0x7b, 0x7d]), broken]) {
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers: json, body, duplex: 'half' }
      expect((await handler(new Request(`${origin}${passesOf('ada')}`, init))).status).toBe(400)
    }
  })

  it('may begin with a byte-order mark', async () => {
    const graph = createGraphWorld()
    const handler = createGraphHandler(graph.tap, { authenticate: () => application })
    const init = { method: 'POST', headers: json, body: '\uFEFF{"isUsableOnce":true}' }
    const response = await handler(new Request(`${origin}${passesOf('ada')}`, init))
    expect(await response.json()).toMatchObject({ isUsableOnce: true })
  })

  it('is refused with 415 without a content type', async () => {
    const graph = createGraphWorld()
    const handler = createGraphHandler(graph.tap, { authenticate: () => application })
    const body = new TextEncoder().encode('{}')
    const post = new Request(`${origin}${passesOf('ada')}`, { method: 'POST', body })
    const patch = new Request(`${origin}${policyPath}`, { method: 'PATCH' })
    expect([(await handler(post)).status, (await handler(patch)).status]).toEqual([415, 415])
  })

  it('is accepted with the parameters that clients add to the content type', async () => {
    for (const type of [
      'Application/JSON',
      'application/json; charset=utf-8',
      'application/json;odata.metadata=minimal;charset="UTF-8";IEEE754Compatible=false',
    ]) {
      const { status } = await createGraphWorld().call('POST', passesOf('ada'), {
        body: '{}',
        headers: { 'content-type': type },
      })
      expect([type, status]).toEqual([type, 201])
    }
  })
})

describe('an arbitrary body', () => {
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<fc.JsonValue>(null, 60, -1, 2 ** 53, 1e308, '', '2026-11-23T06:00:00', configurationType),
  )
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ...['@odata.type', 'id', 'startDateTime', 'lifetimeInMinutes', 'isUsableOnce', 'temporaryAccessPass', 'state'],
      ...['includeTargets', 'excludeTargets', 'authenticationMethodConfigurations', 'toString', '__proto__'],
    ),
  )
  const bodies = fc.oneof(
    fc.dictionary(names, values).map((fields) => JSON.stringify(fields)),
    fc.string(),
  )

  it('gets a 2xx or a 4xx with a message, and a refused one changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        bodies,
        fc.constantFrom(
          ['POST', passesOf('ada')] as const,
          ['PATCH', policyPath] as const,
          ['PATCH', '/v1.0/policies/authenticationMethodsPolicy'] as const,
        ),
        async (body, [method, path]) => {
          const graph = createGraphWorld()
          const [policy, row] = [await graph.tap.policy.get({ actor: graph.admin }), await graph.row()]
          const { status, body: answer } = await graph.call(method, path, { body, headers: json })
          expect(status).toBeLessThan(500)
          if (status < 300) return
          expect(answer.error.message).toEqual(expect.stringMatching(/./))
          expect([await graph.tap.policy.get({ actor: graph.admin }), await graph.row()]).toEqual([policy, row])
        },
      ),
    )
  })
})
