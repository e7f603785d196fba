import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

describe('a one-time pass', () => {
  let browser: Browser
  let idp: Idp
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
  })
  afterEach(() => idp.close())

  it('is used up by the sign-in, and the page counts down ten minutes', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    const code = await idp.issue('Ben', { isUsableOnce: true })
    await signInByPass(page, 'ben', code)
    await page
      .locator('[data-countdown]')
      .filter({ hasText: /^[5-9]:\d\d$/ })
      .first()
      .waitFor()
    expect(Number(await page.getByRole('progressbar').getAttribute('value'))).toBeGreaterThan(5 * 60_000)
    await registerPasskey(page)
    expect(await usabilityOf(idp, 'Ben')).toBe('oneTimeUsed')
    await close()
  })

  it('used up by a passkey works again after the deadline, in another browser too', async () => {
    await idp.setPolicy({ spendOn: 'registration' })
    const code = await idp.issue('Ben', { isUsableOnce: true })
    const phone = await visitor(browser, idp.origin)
    await signInByPass(phone.page, 'ben', code)
    await phone.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()

    const laptop = await visitor(browser, idp.origin)
    await signInByPass(laptop.page, 'ben', code)
    await laptop.page.getByText(english.signInRefused).waitFor()

    idp.advance(10)
    await phone.page.getByRole('button', { name: 'Set up a passkey' }).click()
    await phone.page.getByText(english.registrationClosed).waitFor()
    await phone.page.reload()
    await phone.page.getByText(english.registrationLapsed).waitFor()

    await signInByPass(laptop.page, 'ben', code)
    await registerPasskey(laptop.page)
    expect(await usabilityOf(idp, 'Ben')).toBe('oneTimeUsed')
    await signInByPass(phone.page, 'ben', code)
    await phone.page.getByText(english.signInRefused).waitFor()
    expect(idp.app.passkeys.of(idp.user('Ben').id)).toHaveLength(1)
    await phone.close()
    await laptop.close()
  })

  it('signs in once when the button is pressed twice', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    const code = await idp.issue('Ben', { isUsableOnce: true })
    await page.goto('/sign-in')
    await page.getByLabel('Name').fill('ben')
    await page.getByLabel('Temporary Access Pass').fill(code)
    await page.getByRole('button', { name: 'Sign in', exact: true }).dblclick()
    await page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
    await registerPasskey(page)
    expect(subjectsOf(idp, 'Ben').filter((subject) => subject.includes('used to sign in'))).toHaveLength(1)
    await close()
  })

  it('signs in once when both submits arrive, together or one after the other', async () => {
    const code = await idp.issue('Ben', { isUsableOnce: true })
    const page = await fetch(`${idp.origin}/sign-in`)
    const html = await page.text()
    const before = cookieOf(page)
    const form = { user: 'ben', code, csrfToken: hidden(html, 'csrfToken'), attemptId: hidden(html, 'attemptId') }
    const [first, second] = await Promise.all([press(idp, before, form), press(idp, before, form)])
    const late = await press(idp, before, form)
    const withTheNewSession = await press(idp, cookieOf(first), form)
    expect([first, second, late, withTheNewSession].map(({ status }) => status)).toEqual([303, 303, 303, 303])
    for (const { headers } of [first, second, late]) expect(headers.get('location')).toBe('/security-info')
    expect(withTheNewSession.headers.get('location')).toBe('/')
    await expect.poll(() => subjectsOf(idp, 'Ben')).toContain('Your pass was used to sign in')
    expect(subjectsOf(idp, 'Ben')).toEqual(['Your pass was used to sign in', 'A pass was issued for you'])

    const another = hidden(
      await (await fetch(`${idp.origin}/sign-in`, { headers: { cookie: before } })).text(),
      'attemptId',
    )
    const { status } = await press(idp, before, { ...form, attemptId: another })
    expect(status).toBe(401)
  })

  it('requires a passkey first if the policy does, and then suggests a second', async () => {
    await idp.setPolicy({ registrationTargets: [{ targetType: 'group', id: 'nursing' }] })
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben', { isUsableOnce: true }))
    await page.goto('/activity')
    await page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
    expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').count()).toBe(0)
    await registerPasskey(page)
    await page.getByRole('heading', { name: 'Set up a second passkey' }).waitFor()
    await page.goto('/activity')
    await page.getByRole('heading', { name: 'Activity' }).waitFor()
    await close()

    const other = await visitor(browser, idp.origin)
    await signInByPass(other.page, 'dmitri', await idp.issue('Dmitri', { isUsableOnce: true }))
    await other.page.goto('/activity')
    await other.page.getByRole('heading', { name: 'Activity' }).waitFor()
    await other.close()
  })

  it('sets up no passkey when the policy stops allowing passkeys', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben', { isUsableOnce: true }))
    await page.getByRole('button', { name: 'Set up a passkey' }).waitFor()
    await idp.setPolicy({ registrableCredentials: { types: ['authenticatorApp'], maximum: 1 } })
    await page.getByRole('button', { name: 'Set up a passkey' }).click()
    await page.getByText('The policy does not accept passkeys of this kind').waitFor()
    expect(idp.app.passkeys.of(idp.user('Ben').id)).toEqual([])
    await close()
  })
})

async function usabilityOf({ app, bootstrap, user }: Idp, name: string): Promise<string | undefined> {
  const actor = { kind: 'user', user: bootstrap.user.id } as const
  return (await app.tap.passes.get({ actor, user: user(name).id }))?.usability
}

function subjectsOf({ app, user }: Idp, name: string): readonly string[] {
  return app.outbox.of(user(name).id).map(({ subject }) => subject)
}

function press({ origin }: Idp, cookie: string, form: Record<string, string>): Promise<Response> {
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  return fetch(`${origin}/sign-in`, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' })
}

function cookieOf(response: Response): string {
  const [cookie = ''] = response.headers.getSetCookie()
  return cookie.replace(/;.*$/, '')
}

function hidden(html: string, name: string): string {
  const [, value = ''] = new RegExp(`name="${name}" value="([^"]+)"`).exec(html) ?? []
  return value
}
