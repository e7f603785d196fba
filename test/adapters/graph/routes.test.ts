import { describe, expect, it } from 'vitest'
import { findRoute } from '../../../adapters/graph/routes.js'
import { createGraphWorld, passesOf, policyPath } from './graph-world.js'

const passId = '42cf61da-0b54-4b61-b6cd-362343f41a0e'

describe('a path', () => {
  it('names the same user and pass in every notation', () => {
    for (const path of [
      `/v1.0/users/ada@example.com/authentication/temporaryAccessPassMethods/${passId}`,
      `/V1.0/USERS/ada@example.com/Authentication/TEMPORARYACCESSPASSMETHODS/${passId}`,
      `/beta/users/ada%40example.com/authentication/temporaryaccesspassmethods/${passId}/`,
      `/v1.0/users('ada@example.com')/authentication/temporaryAccessPassMethods('${passId}')`,
      `/v1.0/users(%27ada%40example.com%27)/authentication/temporaryAccessPassMethods(%27${passId}%27)`,
    ]) {
      expect([path, findRoute(path)?.named]).toEqual([path, { user: 'ada@example.com', passId }])
    }
  })

  it('keeps the case, slashes, quotes, parentheses and script of a name', () => {
    for (const [written, user] of [
      ['users/Ada', 'Ada'],
      ['users/a%2Fb', 'a/b'],
      ['users/%C3%A9va%F0%9F%97%9D', 'éva🗝'],
      ["users('o''brien@example.com')", "o'brien@example.com"],
      ["users/o'brien@example.com", "o'brien@example.com"],
      ["users/group('x')", "group('x')"],
      ['users/a%2525', 'a%25'],
    ] as const) {
      expect(findRoute(`/v1.0/${written}/authentication/methods`)?.named).toEqual({ user })
    }
  })

  it('has no route if it is unknown', () => {
    for (const path of [
      '',
      '/',
      '/v1.0',
      '/v2.0/me/authentication/methods',
      '/v1.0/me',
      '/v1.0/users/ada',
      '/v1.0//me/authentication/methods',
      '/v1.0/me/authentication/methods//',
      '/v1.0/me/authentication/methods/x/y',
      '/v1.0/users/%E0%A4%A/authentication/methods',
      '/v1.0/users/%ff/authentication/methods',
      '/v1.0/me/authentication/fido2Methods',
      `${policyPath}/x`,
      '/__proto__/constructor',
    ]) {
      expect([path, findRoute(path)]).toEqual([path, undefined])
    }
  })

  it('without a route is 404 in the error envelope of Graph', async () => {
    const { status, body } = await createGraphWorld().call('GET', '/v1.0/me/drive')
    expect([status, body.error.code]).toEqual([404, 'resourceNotFound'])
  })
})

describe('a method', () => {
  it('that a path does not support is 405, with the others in Allow', async () => {
    const graph = createGraphWorld()
    for (const [path, methods, allow] of [
      [passesOf('ada'), ['PUT', 'PATCH', 'DELETE'], 'GET, HEAD, POST, OPTIONS'],
      [`${passesOf('ada')}/${passId}`, ['PUT', 'PATCH', 'POST'], 'GET, HEAD, DELETE, OPTIONS'],
      ['/v1.0/me/authentication/methods', ['POST', 'DELETE'], 'GET, HEAD, OPTIONS'],
      [policyPath, ['PUT', 'POST'], 'GET, HEAD, PATCH, DELETE, OPTIONS'],
      ['/v1.0/policies/authenticationMethodsPolicy', ['DELETE'], 'GET, HEAD, PATCH, OPTIONS'],
    ] as const) {
      for (const method of methods) {
        const { status, headers, body } = await graph.call(method, path)
        expect([method, path, status, headers.get('allow')]).toEqual([method, path, 405, allow])
        expect(body.error.code).toBe('methodNotAllowed')
      }
      const options = await graph.call('OPTIONS', path)
      expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
    }
    expect(graph.events).toEqual([])
  })

  it('HEAD gets the response of GET without its body', async () => {
    const graph = createGraphWorld()
    const { status, text, headers } = await graph.call('HEAD', policyPath)
    expect([status, text]).toEqual([200, ''])
    expect(headers.get('content-type')).toContain('application/json')
    expect((await graph.call('HEAD', '/v1.0/nothing')).text).toBe('')
  })
})

describe('the base path', () => {
  it('comes before the version, also in the address of the metadata', async () => {
    for (const basePath of ['/graph', '/graph/']) {
      const graph = createGraphWorld({}, { basePath })
      const { status, body } = await graph.call('GET', `/graph${policyPath}`)
      expect([status, body['@odata.context']]).toEqual([200, expect.stringContaining('/graph/v1.0/$metadata#')])
      expect((await graph.call('GET', policyPath)).status).toBe(404)
      expect((await graph.call('GET', `/graphs${policyPath}`)).status).toBe(404)
    }
  })

  it('must start with a slash', () => {
    for (const basePath of ['', 'graph', 'https://idp.example/graph', '/graph?x', '/graph#x']) {
      expect(() => createGraphWorld({}, { basePath })).toThrow(TypeError)
    }
  })
})
