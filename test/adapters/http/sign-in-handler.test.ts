import { describe, expect, it } from 'vitest'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { BusyError } from '../../../src/index.js'
import { post, postForm, postJson } from './requests.js'
import { canary, refusal, stubTap, success } from './stub-tap.js'

const form = 'user=ada.lovelace%40example.com&code=K7MQ-Z3XW'

describe('createSignInHandler', () => {
  it.each([
    ['JSON', () => postJson()],
    ['JSON with a charset', () => postJson(canary, { 'content-type': 'Application/JSON ; charset="UTF-8"' })],
    ['a form', () => postForm(form)],
    [
      'a form with a charset',
      () => postForm(form, { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }),
    ],
  ])('passes the fields of %s to the tap unchanged', async (_, request) => {
    const tap = stubTap()
    const response = await createSignInHandler(tap)(request())
    expect(response.status).toBe(200)
    expect(tap.calls).toEqual([canary])
  })

  it('decodes a form as a browser encodes it', async () => {
    const tap = stubTap()
    const typed = { user: 'Zoë & co=?+%', code: 'k7mq z3xw' }
    await createSignInHandler(tap)(postForm(new URLSearchParams(typed).toString()))
    expect(tap.calls).toMatchObject([typed])
  })

  it('returns the sign-in and the grant without onSignIn, nothing else, and no cache keeps it', async () => {
    const grown = { ...success, signInId: 'secret' }
    const response = await createSignInHandler(stubTap(() => grown))(postJson())
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(success)))
    expect([...response.headers].flat().join()).not.toContain(success.grant)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['JSON', (fields: Record<string, string>) => postJson(fields)],
    ['a form', (fields: Record<string, string>) => postForm(new URLSearchParams(fields).toString())],
  ])('passes the attempt id of %s to the tap unchecked', async (_, sent) => {
    const tap = stubTap()
    for (const attemptId of ['d4c1d5e2-7f0b-4a7e', '']) await createSignInHandler(tap)(sent({ ...canary, attemptId }))
    expect(tap.calls).toEqual([
      { ...canary, attemptId: 'd4c1d5e2-7f0b-4a7e' },
      { ...canary, attemptId: '' },
    ])
  })

  it.each([
    ['directly', () => 'device-1'],
    ['as a promise', async () => 'device-1'],
    ['from the request', (request: Request) => request.headers.get('x-device') ?? undefined],
  ])('binds the grant to the value that clientBinding returns %s', async (_, clientBinding) => {
    const tap = stubTap()
    await createSignInHandler(tap, { clientBinding })(postJson(canary, { 'x-device': 'device-1' }))
    expect(tap.calls).toEqual([{ ...canary, clientBinding: 'device-1' }])
  })

  it('sends the response of onSignIn with its cookies, and still forbids caching', async () => {
    const seen: unknown[] = []
    const handler = createSignInHandler(stubTap(), {
      onSignIn: (value, request) => {
        seen.push(value, request.url)
        const headers = new Headers({ location: '/welcome', 'cache-control': 'max-age=60' })
        headers.append('set-cookie', 'a=1')
        headers.append('set-cookie', 'b=2')
        return new Response(null, { status: 303, headers })
      },
    })
    const response = await handler(postJson())
    expect(seen).toEqual([success, 'https://login.example/sign-in'])
    expect(response.status).toBe(303)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('location')).toBe('/welcome')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('accepts a response with immutable headers, such as a redirect', async () => {
    const handler = createSignInHandler(stubTap(), { onSignIn: () => Response.redirect('https://login.example/', 303) })
    const response = await handler(postJson())
    expect([response.status, response.headers.get('cache-control')]).toEqual([303, 'no-store'])
  })

  it('refuses with 401 and a challenge, and does not call onSignIn', async () => {
    const reported: unknown[] = []
    const grown = { ...refusal, reason: 'wrongCode' }
    const handler = createSignInHandler(
      stubTap(() => grown),
      { onSignIn: () => Response.json(reported.push('called')) },
    )
    const response = await handler(postJson())
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('TemporaryAccessPass')
    expect(await response.json()).toEqual(refusal)
    expect(reported).toEqual([])
  })

  it('passes the source and the context of the host to the tap', async () => {
    const tap = stubTap()
    const handler = createSignInHandler(tap, {
      source: (request) => request.headers.get('x-client') ?? undefined,
      context: (request) => ({ ipAddress: '192.0.2.1', userAgent: request.headers.get('user-agent') ?? undefined }),
    })
    await handler(postJson(canary, { 'x-client': '192.0.2.1', 'user-agent': 'UA' }))
    expect(tap.calls).toMatchObject([{ source: '192.0.2.1', context: { ipAddress: '192.0.2.1', userAgent: 'UA' } }])
  })

  it('returns the status of an error of the tap, and gives onError the error', async () => {
    const busy = new BusyError(2.2)
    const reported: unknown[] = []
    const tap = stubTap(() => {
      throw busy
    })
    const response = await createSignInHandler(tap, { onError: (error) => reported.push(error) })(postJson())
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3'])
    expect(reported).toEqual([busy])
  })

  it.each(['source', 'clientBinding', 'context', 'onSignIn'] as const)(
    'rejects with the error that %s throws',
    async (name) => {
      const own = new Error('mine')
      const fails = () => {
        throw own
      }
      await expect(createSignInHandler(stubTap(), { [name]: fails })(postJson())).rejects.toBe(own)
    },
  )

  it('rejects, instead of refusing the user, when the body was read before', async () => {
    const request = postJson()
    await request.text()
    await expect(createSignInHandler(stubTap())(request)).rejects.toThrow(TypeError)
  })

  it.each(['https://app.example/', 'https://app.example:443', 'app.example', 'null', '*', 'https://*.example', ''])(
    'throws at construction for the origin "%s"',
    (origin) => {
      expect(() => createSignInHandler(stubTap(), { origins: [origin] })).toThrow(TypeError)
    },
  )

  it('accepts origins of web pages and of apps', () => {
    const origins = ['https://app.example', 'http://localhost:5173', 'capacitor://localhost', 'http://[::1]']
    expect(() => createSignInHandler(stubTap(), { origins })).not.toThrow()
  })

  it('calls the tap once for each valid request', async () => {
    const tap = stubTap(() => refusal)
    const handler = createSignInHandler(tap)
    await Promise.all([handler(postJson()), handler(post('{'))])
    expect(tap.calls).toHaveLength(1)
  })

  it.each([
    ['a tap inside the options', [{ tap: stubTap() }], /first argument must be a tap.*`tap`/],
    ['no tap', [], /first argument must be a tap.*not undefined/],
    ['options that are no object', [stubTap(), 'x'], /`options` must be an object, not a string/],
    [
      'an option that is no function',
      [stubTap(), { source: '192.0.2.1' }],
      /`source` must be a function, not a string/,
    ],
    ['an unknown option', [stubTap(), { onSuccess: () => new Response() }], /`onSuccess` is not an option.*onSignIn/],
    ['a tap in both places', [stubTap(), { tap: stubTap() }], /`tap` is not an option/],
    [
      'origins that are no array',
      [stubTap(), { origins: 'https://a.example' }],
      /`origins` must be an array.*a string/,
    ],
    ['an origin that is no string', [stubTap(), { origins: [undefined] }], /`origins` must list origins.*undefined/],
  ])('throws at construction for %s, and names the mistake', (_, wrong, message) => {
    const create = createSignInHandler as (...wrong: readonly unknown[]) => unknown
    expect(() => create(...wrong)).toThrow(TypeError)
    expect(() => create(...wrong)).toThrow(message)
  })
})
