import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'

describe('the doors of the example, without a browser', () => {
  let idp: Idp
  beforeEach(async () => {
    idp = await startIdp({ signInsPerMinute: 3 })
  })
  afterEach(() => idp.close())

  it('stay shut to a form from another site, and to one without the token of its session', async () => {
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
    ] as const) {
      const response = await post(idp, headers, { user: 'ada', code, csrfToken: token })
      expect(response.status).toBe(403)
      expect(await response.text()).toContain(english.crossSite)
    }
    const response = await post(idp, own, { user: 'ada', code, csrfToken })
    expect(response.status).toBe(303)
  })

  it('open under another session id than the one that knocked', async () => {
    const { cookie, csrfToken } = await openSignIn(idp)
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const response = await post(idp, headers, { user: 'ada', code: idp.bootstrap.code, csrfToken })
    expect(cookieOf(response)).not.toBe(cookie)
    const planted = await fetch(`${idp.origin}/security-info`, { headers: { cookie }, redirect: 'manual' })
    expect(planted.headers.get('location')).toBe('/sign-in')
  })

  it('take so many attempts a minute from one address', async () => {
    const { cookie, csrfToken } = await openSignIn(idp)
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const statuses: number[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { status } = await post(idp, headers, { user: 'nobody', code: 'AAAA-AAAA', csrfToken })
      statuses.push(status)
    }
    expect(statuses).toEqual([401, 401, 401, 429])
  })

  it('allow no script, style or frame from elsewhere, and let nobody keep an answer', async () => {
    for (const path of ['/sign-in', '/people', '/nowhere']) {
      const { headers } = await fetch(`${idp.origin}${path}`, { redirect: 'manual' })
      expect(headers.get('cache-control')).toBe('no-store')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
    }
    const page = await (await fetch(`${idp.origin}/sign-in`)).text()
    expect(page).not.toMatch(/<script(?![^>]* src=)|\son\w+=|\sstyle=|onpaste/)
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

function post({ origin }: Idp, headers: Record<string, string>, form: Record<string, string>): Promise<Response> {
  return fetch(`${origin}/sign-in`, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' })
}
