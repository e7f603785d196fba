import { describe, expect, it } from 'vitest'
import { createGraphHandler } from '../../../adapters/graph/index.js'
import { createGraphWorld, origin, passesOf, policyPath, program } from './graph-world.js'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

describe('every answer', () => {
  it('has an id, a time and a type that clients read, and is never cached', async () => {
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

  it('echoes the client’s own id, but nothing that is no id', async () => {
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

  it('that refuses is the envelope of Graph', async () => {
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

  it('changes nothing with cookies, and nobody is asked who they are', async () => {
    let asked = 0
    const authenticate = () => {
      asked += 1
      return program
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

  it('may call with a token, which it cannot know unless it was given one', async () => {
    const headers = { ...foreign, authorization: 'Bearer x' }
    expect((await createGraphWorld().call('POST', passesOf('ada'), { headers })).status).toBe(201)
  })

  it('may call when it is on the list', async () => {
    const graph = createGraphWorld({}, { origins: ['https://evil.example'] })
    expect((await graph.call('POST', passesOf('ada'), { headers: foreign })).status).toBe(201)
    expect(() => createGraphWorld({}, { origins: ['evil.example'] })).toThrow(TypeError)
  })

  it('is no page when nothing says so: a script, or a page of our own', async () => {
    for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { origin }]) {
      expect((await createGraphWorld().call('POST', passesOf('ada'), { headers })).status).toBe(201)
    }
  })
})

describe('what fails', () => {
  it('within is told to the host and not to the client', async () => {
    const told: unknown[] = []
    const graph = createGraphWorld(
      {
        directory: {
          findUser: async () => {
            throw new Error('db-7 is down')
          },
        },
      },
      { onError: (error) => told.push(error) },
    )
    const { status, text, headers } = await graph.call('GET', passesOf('ada'))
    expect([status, headers.get('retry-after')]).toEqual([503, '10'])
    expect(text).not.toContain('db-7')
    expect(told).toMatchObject([{ code: 'TAP_PORT_FAILED', cause: { message: 'db-7 is down' } }])
  })

  it('because of the request is not told to the host as a failure', async () => {
    const told: unknown[] = []
    const graph = createGraphWorld({}, { onError: (error) => told.push(error) })
    expect((await graph.call('GET', passesOf('nobody'))).status).toBe(404)
    expect((await graph.call('POST', passesOf('ada'), { body: { colour: 'red' } })).status).toBe(400)
    expect(told).toEqual([])
  })

  it('of the host’s own functions rejects', async () => {
    const { tap } = createGraphWorld()
    const fail = () => {
      throw new Error('of the host')
    }
    for (const options of [
      { authenticate: fail },
      { authenticate: () => program, reasons: fail },
      { authenticate: () => program, context: fail },
    ]) {
      const request = new Request(`${origin}${passesOf('ada')}`, { method: 'POST' })
      await expect(createGraphHandler(tap, options)(request)).rejects.toThrow('of the host')
    }
  })
})
