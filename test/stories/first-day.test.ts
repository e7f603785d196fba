import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { press, tabTo } from './support/keyboard.js'

describe('a first day, by keyboard alone', () => {
  let browser: Browser
  let idp: Idp
  let ada: Visitor
  let ben: Visitor
  const addresses: string[] = []

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    ada = await visitor(browser, idp.origin)
    ben = await visitor(browser, idp.origin)
    for (const { page } of [ada, ben]) page.on('request', (request) => void addresses.push(request.url()))
  })
  afterEach(async () => {
    await ada.close()
    await ben.close()
    await idp.close()
  })

  it('leads an administrator and a new colleague from a pass to a passkey', async () => {
    await typePass(ada.page, 'ada', idp.bootstrap.code)
    await setUpPasskey(ada.page)
    const code = await issueForTomorrow(ada.page)

    await typePass(ben.page, 'ben', code)
    await ben.page.getByText(english.signInRefused).waitFor()

    const pass = await passOfBen(idp)
    expect(pass.isUsableOnce).toBe(true)
    expect(pass.startDateTime).toEqual(new Date(`${dayInKolkata(1)}T08:00+05:30`))
    idp.advance((pass.startDateTime.getTime() - idp.app.clock()) / 60_000 - 1)
    await typePass(ben.page, 'ben', code)
    await ben.page.getByText(english.signInRefused).waitFor()

    idp.advance(1)
    await typePass(ben.page, 'ben', code)
    await setUpPasskey(ben.page)
    await press(ben.page, 'button', 'Sign out')
    await ben.page.getByText(english.signedOut).waitFor()
    await press(ben.page, 'button', 'Sign in with a passkey')
    await ben.page.getByText('You signed in with a passkey.').waitFor()

    expect([...ada.complaints(), ...ben.complaints()]).toEqual([])
    for (const secret of [idp.bootstrap.code, code].flatMap((code) => [code, code.replaceAll('-', '')])) {
      expect(addresses.join('\n')).not.toContain(secret)
      expect(idp.log()).not.toContain(secret)
    }
    expect(idp.log()).toContain('/sign-in')
  })
})

async function typePass(page: Page, user: string, code: string): Promise<void> {
  await page.goto('/sign-in')
  await page.keyboard.type(user)
  await tabTo(page, page.getByLabel('Temporary Access Pass'))
  await page.keyboard.type(code.replaceAll('-', '').toLowerCase())
  await page.keyboard.press('Enter')
  await page.waitForLoadState('load')
}

async function setUpPasskey(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
  await press(page, 'button', 'Set up a passkey')
  await page.getByText('Your passkey is set up.').waitFor()
}

/** Issues a one-time pass for tomorrow with the keyboard alone. Returns the code on the page. */
async function issueForTomorrow(page: Page): Promise<string> {
  await press(page, 'link', 'People')
  await page.getByRole('heading', { name: 'People' }).waitFor()
  await tabTo(page, page.getByRole('searchbox'))
  await page.keyboard.type('ben')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/people?search=ben')
  await press(page, 'link', 'Ben Ito')
  await page.getByRole('heading', { name: 'Ben Ito' }).waitFor()
  await tabTo(page, page.getByRole('radio', { name: 'Now' }))
  await page.keyboard.press('ArrowDown')
  await tabTo(page, page.getByLabel('Day and time'))
  const [year, month, day] = dayInKolkata(1).split('-')
  await page.keyboard.type(`${month}${day}${year}`)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('0800AM')
  await tabTo(page, page.getByLabel('Works only once'))
  await page.keyboard.press('Space')
  await press(page, 'button', 'Issue the pass')
  const code = await page.locator('#code').innerText()
  // A reload must not issue another pass, so the page takes the address of the user’s page.
  await page.waitForURL(/\/people\/[0-9a-f-]{36}$/)
  return code
}

async function passOfBen({ app, bootstrap, user }: Idp) {
  const actor = { kind: 'user', user: bootstrap.user.id } as const
  const pass = await app.tap.passes.get({ actor, user: user('Ben').id })
  if (pass === undefined) throw new Error('Ben has no pass')
  return pass
}

/** Returns the date in Kolkata, in a number of days from now. */
function dayInKolkata(days: number): string {
  return new Date(Date.now() + 5.5 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
}
