import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphPrincipal } from '../../adapters/graph/index.js'
import { createGraphHandler } from '../../adapters/graph/index.js'
import type { Called } from '../adapters/graph/graph-world.js'
import { application, configurationType, graphUsers, origin } from '../adapters/graph/graph-world.js'
import { createWorld } from '../support/world.js'
import type { WatchedStore } from './support/checked-world.js'
import { expectGraphAnswer, watchedStore } from './support/checked-world.js'

const passId = '42cf61da-0b54-4b61-b6cd-362343f41a0e'
const set = 'temporaryAccessPassMethods'
const configuration = 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass'

const principals: readonly (GraphPrincipal | undefined)[] = [
  undefined,
  application,
  { appId: 'reader', scopes: ['UserAuthenticationMethod.Read.All', 'Policy.Read.All'] },
  { user: 'ada', userPrincipalName: 'ada@example.com', scopes: ['UserAuthMethod-TAP.ReadWrite'] },
  { user: 'grace', scopes: ['UserAuthenticationMethod.ReadWrite.All', 'Policy.ReadWrite.AuthenticationMethod'] },
  { user: 'gwen', scopes: [...application.scopes] },
  { user: 'ada', scopes: ['__proto__', 'constructor', ''] },
]

const method = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE') },
  fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'post', 'QUERY', 'PROPFIND', '__proto__', 'constructor'),
)

const segment = fc.oneof(
  fc.constantFrom(
    'v1.0',
    'beta',
    'users',
    'me',
    'ada',
    'unknown',
    'eve',
    'ada%40example.com',
    'authentication',
    set,
    passId,
  ),
  fc.constantFrom(
    '',
    '..',
    '.',
    '%2e%2e',
    '%2F',
    '%00',
    '%ff',
    '%',
    '__proto__',
    "users('ada')",
    "users('')",
    "methods('')",
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURI(text.replace(/\p{Surrogate}/gu, '?'))),
  fc.string({ maxLength: 300 }),
)
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc
    .array(fc.tuple(fc.constantFrom('$select', '$filter', '$top', '$skip', '$count', '$expand', 'x'), fc.string()))
    .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`),
)
const known = fc.constantFrom(
  `v1.0/users/ada/authentication/${set}`,
  `beta/users/eve@elsewhere.example/authentication/${set}`,
  `v1.0/me/authentication/${set}`,
  `v1.0/users/ada/authentication/${set}/${passId}`,
  `v1.0/users/ada/authentication/methods/${passId}`,
  `v1.0/${configuration}`,
  'beta/policies/authenticationMethodsPolicy',
)
const path = fc.oneof(
  { weight: 4, arbitrary: known },
  fc.array(segment, { maxLength: 9 }).map((segments) => segments.join('/')),
  fc.tuple(known, fc.nat(9), segment).map(([whole, index, piece]) => {
    return whole
      .split('/')
      .map((old, at) => (at === index ? piece : old))
      .join('/')
  }),
)

const value = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    60,
    0,
    -1,
    1.5,
    1e21,
    2 ** 53,
    '',
    '60',
    'true',
    '2026-11-24T06:00:00Z',
    'enabled',
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
const name = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['startDateTime', 'lifetimeInMinutes', 'isUsableOnce', 'temporaryAccessPass', '@odata.type', 'id'],
      ...['state', 'defaultLength', 'maximumLifetimeInMinutes', 'includeTargets', 'authenticationMethodConfigurations'],
    ),
  },
  fc.constantFrom('__proto__', 'constructor', 'toString', 'alphabet', 'issuing', 'x@odata.bind', '@odata.'),
  fc.string(),
)
const members = fc.array(fc.tuple(name, value), { maxLength: 6 })
/** A name may be given twice. */
const json = members.map((pairs) => {
  return `{${pairs.map(([key, held]) => `${JSON.stringify(key)}:${JSON.stringify(held)}`).join(',')}}`
})
const typed = members.map((pairs) => JSON.stringify({ ...Object.fromEntries(pairs), '@odata.type': configurationType }))
const mangled = fc.tuple(fc.oneof(json, typed), fc.nat(), fc.nat(8), fc.string({ maxLength: 8 })).map(broken)
const literals = fc.constantFrom(
  '[]',
  'null',
  '7',
  '"x"',
  '{"lifetimeInMinutes":1e999}',
  '{"lifetimeInMinutes":60.0000000000000001}',
  `{"lifetimeInMinutes":${'9'.repeat(400)}}`,
  '{"__proto__":{"isUsableOnce":true}}',
  '{"isUsableOnce":true,"isUsable\\u004fnce":false}',
  `{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  `{"x":"${'x'.repeat(20_000)}"}`,
  '\ufeff{}',
)
const body = fc.oneof(
  fc.constant(undefined),
  json,
  typed,
  mangled,
  literals,
  fc.uint8Array({ maxLength: 40 }),
  fc
    .tuple(json, fc.uint8Array({ minLength: 1, maxLength: 4 }))
    .map(([text, bytes]) => Buffer.concat([Buffer.from(text), bytes])),
)

const header = fc.oneof(
  fc.constantFrom<readonly [string, string]>(
    ['content-type', 'application/json;odata.metadata=minimal;charset=utf-8'],
    ['content-type', 'application/json; charset=utf-16'],
    ['content-type', 'text/plain'],
    ['content-encoding', 'gzip'],
    ['content-length', '99999999999'],
    ['content-length', 'many'],
    ['origin', 'https://evil.example'],
    ['sec-fetch-site', 'cross-site'],
    ['authorization', 'Bearer x'],
    ['authorization', 'Negotiate'],
    ['x-http-method-override', 'DELETE'],
    ['prefer', 'return=minimal, odata.maxpagesize=0'],
  ),
  fc.tuple(
    fc.constant('client-request-id'),
    fc.string({ maxLength: 80 }).map((text) => text.replace(/[^\t\x20-\x7e]/g, '?')),
  ),
)
const headers = fc
  .array(header, { maxLength: 3 })
  .map((pairs) => ({ 'content-type': 'application/json', ...Object.fromEntries(pairs) }))

interface Sent {
  readonly principal: GraphPrincipal | undefined
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

const sent: fc.Arbitrary<Sent> = fc.record({
  principal: fc.constantFrom(...principals),
  method,
  path,
  query,
  headers,
  body,
})

describe('an arbitrary request', () => {
  it('gets a response like Graph’s, never a 5xx, and no code; refusals and reads change nothing', async () => {
    const seen = new Set<number>()
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 4, maxLength: 16 }), async (requests) => {
        const { store, send, code } = await fuzzedWorld()
        const codes = [code]
        for (const request of requests) {
          const before = store.contents()
          const called = await send(request)
          seen.add(called.status)
          expect(called.status).toBeLessThan(500)
          expectGraphAnswer(called, request.method, addressOf(request))
          const isHarmless = called.status >= 400 || /^(?:GET|HEAD|OPTIONS)$/.test(request.method)
          if (isHarmless) expect(store.contents()).toBe(before)
          for (const known of codes) expect(called.text).not.toContain(known)
          if (called.status === 201) codes.push(called.body.temporaryAccessPass)
        }
      }),
      { numRuns: Math.max(400, fc.readConfigureGlobal().numRuns ?? 0) },
    )
    // Proves that the generated requests reach every kind of response.
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 405, 413, 415]))
  })
})

/** Ada has a pass. Only the test knows its code. */
async function fuzzedWorld(): Promise<{
  readonly store: WatchedStore
  readonly code: string
  send(request: Sent): Promise<Called>
}> {
  const store = watchedStore()
  const { tap, issue } = createWorld({ users: graphUsers, store })
  const { temporaryAccessPass } = await issue('ada')
  let principal: GraphPrincipal | undefined
  const handler = createGraphHandler(tap, { authenticate: () => principal })
  return {
    store,
    code: temporaryAccessPass.replaceAll('-', ''),
    async send(request) {
      principal = request.principal
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body !== undefined
      const response = await handler(
        new Request(`${origin}${addressOf(request)}`, {
          method: request.method,
          headers: request.headers,
          ...(hasBody && { body: request.body as BodyInit }),
        }),
      )
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text === '' ? undefined : JSON.parse(text),
      }
    },
  }
}

/** Normalises the path as `Request` does: it removes dots, for example. */
function addressOf({ path, query }: Sent): string {
  const { pathname, search } = new URL(`${origin}/${path}${query}`)
  return pathname + search
}

/** Replaces a part of a text. */
function broken([text, at, length, piece]: readonly [string, number, number, string]): string {
  const from = at % (text.length + 1)
  return text.slice(0, from) + piece + text.slice(from + length)
}
