import { describe, expect, it } from 'vitest'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { BusyError } from '../../../src/index.js'
import { post, postForm, postJson } from './requests.js'
import { canary, refusal, stubTap, success } from './stub-tap.js'

const form = 'user=ada.lovelace%40example.com&code=K7MQ-Z3XW'

describe('createSignInHandler', () => {
  it.each([
    ['JSON', () => postJson()],
    ['JSON that says UTF-8', () => postJson(canary, { 'content-type': 'Application/JSON ; charset="UTF-8"' })],
    ['a form', () => postForm(form)],
    [
      'a form that says UTF-8',
      () => postForm(form, { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }),
    ],
  ])('hands what was typed in %s to the tap, as it was typed', async (_, request) => {
    const tap = stubTap()
    const response = await createSignInHandler(tap)(request())
    expect(response.status).toBe(200)
    expect(tap.asked).toEqual([canary])
  })

  it('decodes a form as a browser encodes it', async () => {
    const tap = stubTap()
    const typed = { user: 'Zoë & co=?+%', code: 'k7mq z3xw' }
    await createSignInHandler(tap)(postForm(new URLSearchParams(typed).toString()))
    expect(tap.asked).toMatchObject([typed])
  })

  it('answers the sign-in and its grant where the host says nothing, and nothing else, to be kept by no cache', async () => {
    const grown = { ...success, signInId: 'secret' }
    const response = await createSignInHandler(stubTap(() => grown))(postJson())
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(success)))
    expect([...response.headers].flat().join()).not.toContain(success.grant)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['JSON', (fields: Record<string, string>) => postJson(fields)],
    ['a form', (fields: Record<string, string>) => postForm(new URLSearchParams(fields).toString())],
  ])('hands on what the page drew against double clicks in %s, for the tap to judge', async (_, sent) => {
    const tap = stubTap()
    for (const attemptId of ['d4c1d5e2-7f0b-4a7e', '']) await createSignInHandler(tap)(sent({ ...canary, attemptId }))
    expect(tap.asked).toEqual([
      { ...canary, attemptId: 'd4c1d5e2-7f0b-4a7e' },
      { ...canary, attemptId: '' },
    ])
  })

  it.each([
    ['at once', () => 'device-1'],
    ['later', async () => 'device-1'],
    ['of the request', (request: Request) => request.headers.get('x-device') ?? undefined],
  ])('binds the grant to what the host says %s', async (_, clientBinding) => {
    const tap = stubTap()
    await createSignInHandler(tap, { clientBinding })(postJson(canary, { 'x-device': 'device-1' }))
    expect(tap.asked).toEqual([{ ...canary, clientBinding: 'device-1' }])
  })

  it('leaves the answer to a sign-in to the host, cookies and all, and still forbids caching it', async () => {
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

  it('takes an answer whose headers cannot be changed, such as a redirect', async () => {
    const handler = createSignInHandler(stubTap(), { onSignIn: () => Response.redirect('https://login.example/', 303) })
    const response = await handler(postJson())
    expect([response.status, response.headers.get('cache-control')]).toEqual([303, 'no-store'])
  })

  it('refuses with 401, a challenge and the one shape, and never calls the host', async () => {
    const told: unknown[] = []
    const grown = { ...refusal, reason: 'wrongCode' }
    const handler = createSignInHandler(
      stubTap(() => grown),
      { onSignIn: () => Response.json(told.push('called')) },
    )
    const response = await handler(postJson())
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('TemporaryAccessPass')
    expect(await response.json()).toEqual(refusal)
    expect(told).toEqual([])
  })

  it('tells the tap where the attempt came from, as the host saw it', async () => {
    const tap = stubTap()
    const handler = createSignInHandler(tap, {
      source: (request) => request.headers.get('x-client') ?? undefined,
      context: (request) => ({ ipAddress: '192.0.2.1', userAgent: request.headers.get('user-agent') ?? undefined }),
    })
    await handler(postJson(canary, { 'x-client': '192.0.2.1', 'user-agent': 'UA' }))
    expect(tap.asked).toMatchObject([{ source: '192.0.2.1', context: { ipAddress: '192.0.2.1', userAgent: 'UA' } }])
  })

  it('answers what the tap throws by its code, and tells the host what it was', async () => {
    const busy = new BusyError(2.2)
    const told: unknown[] = []
    const tap = stubTap(() => {
      throw busy
    })
    const response = await createSignInHandler(tap, { onError: (error) => told.push(error) })(postJson())
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3'])
    expect(told).toEqual([busy])
  })

  it.each(['source', 'clientBinding', 'context', 'onSignIn'] as const)(
    'rejects with what %s throws, so that the host hears of it',
    async (name) => {
      const own = new Error('mine')
      const fails = () => {
        throw own
      }
      await expect(createSignInHandler(stubTap(), { [name]: fails })(postJson())).rejects.toBe(own)
    },
  )

  it('rejects when somebody else has read the body before, instead of refusing an honest user', async () => {
    const request = postJson()
    await request.text()
    await expect(createSignInHandler(stubTap())(request)).rejects.toThrow(TypeError)
  })

  it.each(['https://app.example/', 'https://app.example:443', 'app.example', 'null', '*', 'https://*.example', ''])(
    'is not built with "%s" for an origin',
    (origin) => {
      expect(() => createSignInHandler(stubTap(), { origins: [origin] })).toThrow(TypeError)
    },
  )

  it('is built with origins of the web and of apps', () => {
    const origins = ['https://app.example', 'http://localhost:5173', 'capacitor://localhost', 'http://[::1]']
    expect(() => createSignInHandler(stubTap(), { origins })).not.toThrow()
  })

  it('asks the tap once a request', async () => {
    const tap = stubTap(() => refusal)
    const handler = createSignInHandler(tap)
    await Promise.all([handler(postJson()), handler(post('{'))])
    expect(tap.asked).toHaveLength(1)
  })
})
