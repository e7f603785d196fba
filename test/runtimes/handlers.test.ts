import { beforeAll, describe, expect, it } from 'vitest'
import { runtimes } from './runtimes.js'
import type { Served } from './serve-program.js'

describe.each(runtimes)('on $name', ({ name, serve }) => {
  let served: Served
  beforeAll(async () => {
    served = await serve()
    return () => served.stop()
  })

  it('the sign-in handler accepts a right code once and refuses it the second time', async () => {
    const code = await issue(served, 'grace')
    const first = await signIn(served, { user: 'grace', code })
    expect(first.status).toBe(200)
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(await first.json()).toMatchObject({ ok: true, signIn: { userId: 'grace' }, grant: expect.any(String) })

    const second = await signIn(served, { user: 'grace', code })
    expect(second.status).toBe(401)
    expect(await second.json()).toMatchObject({ ok: false, message: expect.any(String) })
  })

  it('the sign-in handler accepts a form, and refuses one from another site', async () => {
    const form = new URLSearchParams({ user: 'grace', code: await issue(served, 'grace') })
    const post = (origin: string) =>
      fetch(`${served.url}/sign-in`, { method: 'POST', body: form, headers: { origin } }).then(({ status }) => status)
    expect(await post('https://elsewhere.example')).toBe(403)
    expect(await post(served.url)).toBe(200)
  })

  it('the Graph handler creates a pass whose code signs in', async () => {
    const passes = `${served.url}/graph/v1.0/users/ada@example.com/authentication/temporaryAccessPassMethods`
    const created = await fetch(passes, {
      method: 'POST',
      body: JSON.stringify({ lifetimeInMinutes: 60, isUsableOnce: true }),
      headers: { 'content-type': 'application/json' },
    })
    expect(created.status).toBe(201)
    const { temporaryAccessPass: code } = (await created.json()) as { readonly temporaryAccessPass: string }
    const listed = await fetch(passes)
    expect(await listed.json()).toMatchObject({ value: [{ temporaryAccessPass: null, isUsable: true }] })
    expect(await signIn(served, { user: 'ada', code })).toMatchObject({ status: 200 })
  })

  // In workerd every request has its own context, and one request settles the promises of another.
  it('one of six concurrent right codes signs in, and every request gets a response', async () => {
    const code = await issue(served, 'alan')
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(served, { user: 'alan', code })))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array<number>(5).fill(401)])
  })

  it("hashes with Node's modules if the runtime has them", async () => {
    const response = await fetch(`${served.url}/host`)
    expect(await response.json()).toMatchObject({ hasNodeModules: !name.endsWith("without Node's modules") })
  })
})

async function issue({ url }: Served, user: string): Promise<string> {
  const response = await fetch(`${url}/pass?user=${user}`)
  const { code } = (await response.json()) as { readonly code: string }
  return code
}

function signIn({ url }: Served, credentials: { readonly user: string; readonly code: string }): Promise<Response> {
  return fetch(`${url}/sign-in`, {
    method: 'POST',
    body: JSON.stringify(credentials),
    headers: { 'content-type': 'application/json' },
  })
}
