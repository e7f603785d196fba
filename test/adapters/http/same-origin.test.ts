import { describe, expect, it } from 'vitest'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { postForm, postJson, withoutProvenance } from './requests.js'
import { canary, stubTap } from './stub-tap.js'

const own = 'https://login.example'
const listed = 'https://app.example'
const foreign = 'https://evil.example'

/** `Sec-Fetch-Site`, `Origin`, and whether JSON and a form are accepted. */
const rows: readonly [site: string | undefined, origin: string | undefined, json: boolean, form: boolean][] = [
  ['same-origin', own, true, true],
  // A page with `Referrer-Policy: no-referrer` sends this.
  ['same-origin', 'null', true, true],
  ['same-origin', undefined, true, true],
  ['none', undefined, true, true],
  ['same-site', foreign, false, false],
  ['same-site', undefined, false, false],
  ['same-site', listed, true, true],
  ['cross-site', foreign, false, false],
  ['cross-site', 'null', false, false],
  ['cross-site', undefined, false, false],
  ['cross-site', own, false, false],
  ['cross-site', listed, true, true],
  ['same-origin, cross-site', own, false, false],
  ['', foreign, false, false],
  [undefined, own, true, true],
  [undefined, listed, true, true],
  [undefined, foreign, false, false],
  [undefined, 'null', false, false],
  [undefined, 'http://login.example', false, false],
  [undefined, 'https://login.example:8443', false, false],
  [undefined, 'https://login.example.evil.example', false, false],
  [undefined, `${own}, ${foreign}`, false, false],
  [undefined, undefined, true, false],
]

async function isAccepted(request: Request, site: string | undefined, origin: string | undefined): Promise<boolean> {
  const tap = stubTap()
  const sent = withoutProvenance(request)
  if (site !== undefined) sent.headers.set('sec-fetch-site', site)
  if (origin !== undefined) sent.headers.set('origin', origin)
  const { status } = await createSignInHandler(tap, { origins: [listed] })(sent)
  expect(status).toBe(tap.calls.length === 1 ? 200 : 403)
  return status === 200
}

describe('the origin of a sign-in', () => {
  it.each(rows)('Sec-Fetch-Site %s, Origin %s: accepts JSON %s, a form %s', async (site, origin, json, form) => {
    expect(await isAccepted(postJson(), site, origin)).toBe(json)
    expect(await isAccepted(postForm(new URLSearchParams(canary).toString()), site, origin)).toBe(form)
  })

  it('is named as the cause only if the request names it', async () => {
    const detailOf = async (headers: Record<string, string>) => {
      const request = withoutProvenance(postForm(new URLSearchParams(canary).toString(), headers))
      const { detail } = (await (await createSignInHandler(stubTap())(request)).json()) as { readonly detail: string }
      return detail
    }
    expect(await detailOf({ origin: foreign })).toMatch(/^Cross-origin post refused\..*`origins`/)
    expect(await detailOf({})).toMatch(/^Form post without the header `Origin` refused.*Send `Origin`.*or send JSON\.$/)
    expect(await detailOf({ origin: 'null' })).toMatch(
      /hides its origin refused\. Serve the page with `Referrer-Policy/,
    )
  })

  it('is never allowed by a list that is not among the options', async () => {
    Object.defineProperty(Object.prototype, 'origins', { value: [foreign], configurable: true, writable: true })
    try {
      const request = withoutProvenance(postJson(canary, { origin: foreign }))
      expect((await createSignInHandler(stubTap(), {})(request)).status).toBe(403)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'origins')
    }
  })
})
