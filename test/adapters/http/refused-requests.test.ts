import { describe, expect, it } from 'vitest'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { everythingOf, post, postForm, postJson } from './requests.js'
import { canary, stubTap } from './stub-tap.js'

const { user, code } = canary
const json = JSON.stringify(canary)
const latin1 = new Uint8Array([
  ...new TextEncoder().encode('{"user":"Zo'),
  0xeb,
  ...new TextEncoder().encode('","code":"1"}'),
])

/** Sends one request to a new handler. Returns the response, and whether the tap was called. */
async function send(request: Request): Promise<{ response: Response; isCalled: boolean }> {
  const tap = stubTap()
  const response = await createSignInHandler(tap)(request)
  return { response, isCalled: tap.calls.length > 0 }
}

describe('a request that is not a valid sign-in', () => {
  it.each([
    [405, 'GET', () => new Request('https://login.example/sign-in')],
    [405, 'HEAD', () => new Request('https://login.example/sign-in', { method: 'HEAD' })],
    [405, 'PUT', () => new Request('https://login.example/sign-in', { method: 'PUT', body: json })],
    [400, 'a code in the URL', () => post(json, {}, `https://login.example/sign-in?code=${code}`)],
    [400, 'a code in the URL, in upper case', () => post(json, {}, `https://login.example/sign-in?CODE=${code}`)],
    [400, 'a user in the URL', () => post(json, {}, `https://login.example/sign-in?a=b&user=${user}`)],
    [400, 'an attempt id in the URL', () => post(json, {}, 'https://login.example/sign-in?attemptid=d4c1d5e27f0b4a7e')],
    [415, 'no content type', () => post(new TextEncoder().encode(json), { 'content-type': '' })],
    [415, 'text', () => postJson(canary, { 'content-type': 'text/plain' })],
    [415, 'text with JSON as a parameter', () => postJson(canary, { 'content-type': 'text/plain; application/json' })],
    [415, 'a multipart form', () => postJson(canary, { 'content-type': 'multipart/form-data; boundary=x' })],
    [415, 'a type that starts like JSON', () => postJson(canary, { 'content-type': 'application/jsonp' })],
    [415, 'two content types', () => postJson(canary, { 'content-type': 'application/json, text/plain' })],
    [415, 'another charset', () => postJson(canary, { 'content-type': 'application/json; charset=utf-16' })],
    [415, 'a compressed body', () => postJson(canary, { 'content-encoding': 'gzip' })],
    [400, 'bytes that are not UTF-8', () => post(latin1)],
    [400, 'two byte-order marks', () => post(`\uFEFF\uFEFF${json}`)],
    [400, 'no body', () => post(null)],
    [400, 'broken JSON', () => post(json.slice(0, -1))],
    [400, 'two JSON texts', () => post(`${json}${json}`)],
    [400, 'an array', () => postJson([canary])],
    [400, 'a JSON string', () => postJson(code)],
    [400, 'null', () => postJson(null)],
    [400, 'a field twice', () => post(`{"user":"${user}","code":"${code}","code":"2"}`)],
    [400, 'a field twice, once escaped', () => post(`{"user":"${user}","code":"${code}","\\u0063ode":"2"}`)],
    [400, 'a field twice, in a nested object', () => post(`{"user":"${user}","code":[{"a":1,"a":"${code}"}]}`)],
    [400, 'deep nesting', () => post(`{"user":"${user}","code":${'['.repeat(1_000)}1${']'.repeat(1_000)}}`)],
    [400, 'a form field twice', () => postForm(`user=${user}&code=${code}&code=2`)],
    [400, 'a form field twice, once escaped', () => postForm(`user=${user}&code=${code}&%63ode=2`)],
    [400, 'a broken escape', () => postForm(`user=${user}&code=${code}%2`)],
    [400, 'an escape that is not UTF-8', () => postForm(`user=${user}&code=${code}%FF`)],
    [400, 'an overlong escape', () => postForm(`user=${user}&code=${code}%C1%81`)],
    [413, 'too many bytes', () => postJson({ ...canary, user: user.repeat(200) })],
  ])('is refused with %i: %s', async (status, _, request) => {
    const { response, isCalled } = await send(request())
    expect(response.status).toBe(status)
    expect(isCalled).toBe(false)
    const isProblem = response.headers.get('content-type') === 'application/problem+json'
    expect(isProblem).toBe(true)
  })

  it('lists the allowed methods in Allow', async () => {
    const { response } = await send(new Request('https://login.example/sign-in'))
    expect(response.headers.get('allow')).toBe('POST, OPTIONS')
    const options = await send(new Request('https://login.example/sign-in', { method: 'OPTIONS' }))
    expect([options.response.status, options.response.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
  })

  it('gets no CORS headers in response to a preflight', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const { response } = await send(new Request('https://login.example/sign-in', { method: 'OPTIONS', headers }))
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  const missing = (field: string) => ({ code: 'type', field, message: 'is required' })
  const type = (field: string, found: string) => ({
    code: 'type',
    field,
    message: `must be a string, not ${found}`,
  })
  const unknown = { code: 'unknownField', field: 'body', message: 'has unknown fields. Allowed: user, code, attemptId' }
  it.each([
    ['no field', postJson({}), [missing('user'), missing('code')]],
    ['a number for a code', postJson({ user, code: 12345678 }), [type('code', 'a number')]],
    ['null', postJson({ user: null, code }), [type('user', 'null')]],
    ['an object', postJson({ user: { $ne: '' }, code }), [type('user', 'an object')]],
    ['an array', postJson({ user: [user], code: [code] }), [type('user', 'an array'), type('code', 'an array')]],
    [
      'half a surrogate pair',
      post(`{"user":"\\ud800","code":"${code}"}`),
      [type('user', 'text that is not well-formed')],
    ],
    ['a number for an attempt', postJson({ ...canary, attemptId: 1 }), [type('attemptId', 'a number')]],
    ['null for an attempt', postJson({ ...canary, attemptId: null }), [type('attemptId', 'null')]],
    ['fields that only the host may set', postJson({ ...canary, clientBinding: 'x', surface: 'browser' }), [unknown]],
    ['unknown fields', postJson({ ...canary, isAdmin: true, userId: 'x' }), [unknown]],
    ['a field in another case', postJson({ User: user, code }), [missing('user'), unknown]],
    ['a prototype', post(`{"__proto__":{"user":"a"},"code":"${code}"}`), [missing('user'), unknown]],
    ['a code as the name of a field', postForm(code), [missing('user'), missing('code'), unknown]],
    ['an empty form', postForm(''), [missing('user'), missing('code')]],
    ['a nested form', postForm(`user[a]=${user}&code=${code}`), [missing('user'), unknown]],
  ])('is refused with every issue at once: %s', async (_, request, issues) => {
    const { response, isCalled } = await send(request)
    expect(response.status).toBe(400)
    expect(isCalled).toBe(false)
    expect(await response.json()).toMatchObject({ code: 'TAP_INVALID_INPUT', issues })
  })

  it('is read without the properties of Object.prototype', async () => {
    Object.assign(Object.prototype, { code })
    try {
      const { response, isCalled } = await send(postJson({ user }))
      expect([response.status, isCalled]).toEqual([400, false])
    } finally {
      Reflect.deleteProperty(Object.prototype, 'code')
    }
  })

  it('gets the three security headers in every response', async () => {
    const requests = [postJson(), postJson({}), post('{'), postForm('a=b=c'), new Request('https://login.example/')]
    for (const request of [...requests, new Request('https://login.example/', { method: 'OPTIONS' })]) {
      const { headers } = (await send(request)).response
      const guards = ['cache-control', 'referrer-policy', 'x-content-type-options'].map((name) => headers.get(name))
      expect(guards).toEqual(['no-store', 'no-referrer', 'nosniff'])
    }
  })

  it('is never repeated in the response', async () => {
    const bodies = [
      json,
      json.slice(1),
      `{"${code}":"${user}"}`,
      `[${json}]`,
      `{"user":"${user}","code":{"${code}":1}}`,
    ]
    for (const body of bodies) {
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
        const response = await everythingOf((await send(post(body, { 'content-type': type }))).response)
        expect(response).not.toContain(code)
        expect(response).not.toContain(user)
      }
    }
  })
})
