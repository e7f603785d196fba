import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'

describe('the HTTP protection of the example', () => {
  let idp: Idp
  beforeEach(async () => {
    idp = await startIdp({ signInsPerMinute: 3 })
  })
  afterEach(() => idp.close())

  it('refuses a form from another site, and a form without the CSRF token of its session', async () => {
    const { cookie, csrfToken } = await openSignIn(idp)
    const code = idp.bootstrap.code
    const own = { cookie, 'sec-fetch-site': 'same-origin' }
    const evil = { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    const older = { cookie, origin: 'https://evil.example' }
    for (const [headers, token] of [
      [evil, csrfToken],
      [older, csrfToken],
      [own, ''],
      [own, csrfToken.replace(/^./, '_')],
      // As many characters as the token, and more bytes.
      [own, 'é'.repeat(43)],
      [{ ...own, 'x-csrf-token': '\u00e9'.repeat(43) }, ''],
    ] as const) {
      const response = await post(idp, headers, { user: 'ada', code, csrfToken: token })
      expect(response.status).toBe(403)
      expect(await response.text()).toContain(english.crossSite)
    }
    const unnamed = await post(idp, { cookie }, { user: 'ada', code, csrfToken })
    expect([unnamed.status, await unnamed.text()]).toEqual([403, expect.stringContaining(english.originMissing)])
    const response = await post(idp, own, { user: 'ada', code, csrfToken })
    expect(response.status).toBe(303)
  })

  it('gives a session a new id at sign-in', async () => {
    const { cookie, csrfToken } = await openSignIn(idp)
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const response = await post(idp, headers, { user: 'ada', code: idp.bootstrap.code, csrfToken })
    expect(cookieOf(response)).not.toBe(cookie)
    const withOldId = await fetch(`${idp.origin}/security-info`, { headers: { cookie }, redirect: 'manual' })
    expect(withOldId.headers.get('location')).toBe('/sign-in')
  })

  it('limits sign-in attempts per minute from one address', async () => {
    const { cookie, csrfToken } = await openSignIn(idp)
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const statuses: number[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { status } = await post(idp, headers, { user: 'nobody', code: 'AAAA-AAAA', csrfToken })
      statuses.push(status)
    }
    expect(statuses).toEqual([401, 401, 401, 429])
  })

  it('limits requests for a pass per minute from one address, and refuses other sites', async () => {
    const { cookie, csrfToken } = await openSignIn(idp)
    const form = { user: 'ben', employeeId: 'F-1009', csrfToken }
    const evil = { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect((await post(idp, evil, form, '/request')).status).toBe(403)
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const statuses: number[] = []
    for (const path of ['/request', '/request/proofs', '/request/collect', '/request']) {
      statuses.push((await post(idp, headers, form, path)).status)
    }
    expect(statuses).toEqual([303, 303, 303, 429])
  })

  it('allows no foreign script, style or frame, and no caching', async () => {
    for (const path of ['/sign-in', '/request/new', '/request/state', '/people', '/requests', '/nowhere']) {
      const { headers } = await fetch(`${idp.origin}${path}`, { redirect: 'manual' })
      expect(headers.get('cache-control')).toBe('no-store')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
    }
    for (const path of ['/sign-in', '/request/new']) {
      const page = await (await fetch(`${idp.origin}${path}`)).text()
      expect(page).not.toMatch(/<script(?![^>]* src=)|\son\w+=|\sstyle=|onpaste/)
    }
  })
})

async function openSignIn({ origin }: Idp): Promise<{ readonly cookie: string; readonly csrfToken: string }> {
  const response = await fetch(`${origin}/sign-in`)
  const [, csrfToken = ''] = /name="csrfToken" value="([^"]+)"/.exec(await response.text()) ?? []
  return { cookie: cookieOf(response), csrfToken }
}

function cookieOf(response: Response): string {
  const [cookie = ''] = response.headers.getSetCookie()
  return cookie.replace(/;.*$/, '')
}

function post(
  { origin }: Idp,
  headers: Record<string, string>,
  form: Record<string, string>,
  path = '/sign-in',
): Promise<Response> {
  return fetch(`${origin}${path}`, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' })
}
