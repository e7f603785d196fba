import { describe, expect, it } from 'vitest'
import { createGraphHandler } from '../../../adapters/graph/index.js'
import { application, createGraphWorld, origin, passesOf, policyPath } from './graph-world.js'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

describe('every response', () => {
  it('has an id, a time and a content type, and is never cached', async () => {
    const graph = createGraphWorld()
    for (const path of [policyPath, '/v1.0/nothing']) {
      const { headers } = await graph.call('GET', path)
      expect(headers.get('request-id')).toMatch(guid)
      expect(headers.get('client-request-id')).toBe(headers.get('request-id'))
      expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000)
      expect(headers.get('content-type')).toMatch(/^application\/json;odata\.metadata=minimal;/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('echoes the request id of the client, but no other text', async () => {
    const graph = createGraphWorld()
    const id = '7b3a1c3e-6e70-4f6a-9a53-2f0ac2f4a6a1'
    const echoed = await graph.call('GET', '/v1.0/nothing', { headers: { 'client-request-id': id } })
    expect(echoed.headers.get('client-request-id')).toBe(id)
    expect(echoed.body.error.innerError['client-request-id']).toBe(id)
    for (const odd of ['<script>', 'a b', 'x'.repeat(65), 'a;b', '']) {
      const { headers } = await graph.call('GET', policyPath, { headers: { 'client-request-id': odd } })
      expect(headers.get('client-request-id')).toBe(headers.get('request-id'))
    }
  })

  it('has the error envelope of Graph if it is a refusal', async () => {
    const { body, headers } = await createGraphWorld().call('GET', '/v1.0/nothing')
    expect(body).toEqual({
      error: {
        code: 'resourceNotFound',
        message: expect.any(String),
        innerError: {
          message: body.error.message,
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': headers.get('request-id'),
          'client-request-id': headers.get('request-id'),
        },
      },
    })
  })
})

describe('a page of another site', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  const changes = [
    ['POST', passesOf('ada')],
    ['PATCH', policyPath],
    ['DELETE', policyPath],
  ] as const

  it('cannot change anything with cookies, and authenticate is not called', async () => {
    let asked = 0
    const authenticate = () => {
      asked += 1
      return application
    }
    const graph = createGraphWorld({}, { authenticate })
    for (const [method, path] of changes) {
      for (const headers of [
        foreign,
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'same-site' },
        { ...foreign, authorization: 'Basic YTpi' },
      ]) {
        const { status, body } = await graph.call(method, path, { headers })
        expect([method, headers, status, body.error.code]).toEqual([method, headers, 403, 'accessDenied'])
      }
    }
    expect([asked, graph.events]).toEqual([0, []])
  })

  it('may call with a bearer token', async () => {
    const headers = { ...foreign, authorization: 'Bearer x' }
    expect((await createGraphWorld().call('POST', passesOf('ada'), { headers })).status).toBe(201)
  })

  it('may call if its origin is listed', async () => {
    const graph = createGraphWorld({}, { origins: ['https://evil.example'] })
    expect((await graph.call('POST', passesOf('ada'), { headers: foreign })).status).toBe(201)
    expect(() => createGraphWorld({}, { origins: ['evil.example'] })).toThrow(TypeError)
  })

  it('is not assumed for a script or a page of the own origin', async () => {
    for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { origin }]) {
      expect((await createGraphWorld().call('POST', passesOf('ada'), { headers })).status).toBe(201)
    }
  })
})

describe('a failure', () => {
  it('inside the service goes to onError, and the client does not see it', async () => {
    const reported: unknown[] = []
    const graph = createGraphWorld(
      {
        directory: {
          findUser: async () => {
            throw new Error('db-7 is down')
          },
        },
      },
      { onError: (error) => reported.push(error) },
    )
    const { status, text, headers } = await graph.call('GET', passesOf('ada'))
    expect([status, headers.get('retry-after')]).toEqual([503, '10'])
    expect(text).not.toContain('db-7')
    expect(reported).toMatchObject([{ code: 'TAP_PORT_FAILED', cause: { message: 'db-7 is down' } }])
  })

  it('of the request does not go to onError', async () => {
    const reported: unknown[] = []
    const graph = createGraphWorld({}, { onError: (error) => reported.push(error) })
    expect((await graph.call('GET', passesOf('unknown'))).status).toBe(404)
    expect((await graph.call('POST', passesOf('ada'), { body: { colour: 'red' } })).status).toBe(400)
    expect(reported).toEqual([])
  })

  it('of a function of the host rejects', async () => {
    const { tap } = createGraphWorld()
    const fail = () => {
      throw new Error('of the host')
    }
    for (const options of [
      { authenticate: fail },
      { authenticate: () => application, reasons: fail },
      { authenticate: () => application, context: fail },
    ]) {
      const request = new Request(`${origin}${passesOf('ada')}`, { method: 'POST' })
      await expect(createGraphHandler(tap, options)(request)).rejects.toThrow('of the host')
    }
  })
})

describe('createGraphHandler', () => {
  const { tap } = createGraphWorld()
  const authenticate = () => application
  it.each([
    ['a tap inside the options', [{ tap, authenticate }], /first argument must be a tap.*property `tap`/],
    ['no tap', [undefined, { authenticate }], /first argument must be a tap.*not undefined/],
    ['no options', [tap], /`options` must be an object, not undefined/],
    ['a missing authenticate', [tap, {}], /`authenticate` is required/],
    ['an authenticate that is no function', [tap, { authenticate: application }], /`authenticate` must be a function/],
    ['an unknown option', [tap, { authenticate, path: '/graph' }], /`path` is not an option.*basePath/],
    ['a tap in both places', [tap, { tap, authenticate }], /`tap` is not an option/],
    ['a base path that is no string', [tap, { authenticate, basePath: 7 }], /`basePath` must be a path.*a number/],
  ])('throws at construction for %s, and names the mistake', (_, wrong, message) => {
    const create = createGraphHandler as (...wrong: readonly unknown[]) => unknown
    expect(() => create(...wrong)).toThrow(TypeError)
    expect(() => create(...wrong)).toThrow(message)
  })
})
