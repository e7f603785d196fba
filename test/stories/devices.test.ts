import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { press, tabTo } from './support/keyboard.js'
import { signInByPass } from './support/steps.js'

/** The outcome on each device for a correct code alone, and after a security key. */
const table: readonly (readonly [device: string, alone: Outcome, after: Outcome])[] = [
  ['Browser', 'Accepted', 'Accepted'],
  ['Authenticator app', 'Accepted', 'Accepted'],
  ['New computer', 'Accepted', 'Accepted'],
  ['Computer The lock screen, after it has joined', 'Refused: surfaceNotAllowed', 'Accepted'],
  ['Computer in the old domain', 'Refused: surfaceNotAllowed', 'Accepted'],
  ['Computer with web sign-in', 'Accepted', 'Accepted'],
  ['Old VPN', 'Refused: surfaceNotAllowed', 'Refused: surfaceNotAllowed'],
]

type Outcome = 'Accepted' | `Refused: ${string}`

describe('the device simulator', () => {
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

  it('shows the outcome of a pass on every device', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    const code = await idp.issue('Ben')
    const seen: (readonly [string, string, string])[] = []
    for (const [device] of table) {
      const outcomes = [await tryOn(page, device, code, false), await tryOn(page, device, code, true)] as const
      seen.push([device, ...outcomes])
    }
    expect(seen).toEqual(table)
    await close()
  })

  it('shows the claims and grant of a one-time pass, and the reason of a refusal', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    const code = await idp.issue('Ben', { isUsableOnce: true })
    expect(await tryOn(page, 'New computer', code, true)).toBe('Accepted')
    const outcome = (await page.locator('#outcome').innerText()).replaceAll(/\s+/g, ' ')
    expect(outcome).toContain('amr hwk otp temporary-access-pass')
    expect(outcome).toContain('acr aal1')
    expect(outcome).toContain('registerPasskey accepted')
    expect(outcome).toContain('from another device refused: wrongClient')
    expect(await tryOn(page, 'New computer', code, true)).toBe('Refused: oneTimeUsed')
    expect(await tryOn(page, 'Browser', 'AAAA-AAAA', false)).toBe('Refused: oneTimeUsed')
    await idp.issue('Ben')
    expect(await tryOn(page, 'Browser', 'AAAA-AAAA', false)).toBe('Refused: wrongCode')
    await close()
  })

  it('works by keyboard alone', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    const code = await idp.issue('Ben')
    await press(page, 'link', 'Devices')
    await page.getByRole('heading', { name: 'Devices' }).waitFor()
    await tabTo(page, page.getByRole('radio', { name: 'Browser' }))
    await page.keyboard.press('ArrowUp')
    await tabTo(page, page.getByLabel('Name'))
    await page.keyboard.type('ben')
    await tabTo(page, page.getByLabel('Temporary Access Pass'))
    await page.keyboard.type(code)
    await page.keyboard.press('Enter')
    await page.getByText('Refused: surfaceNotAllowed').waitFor()
    await close()
  })

  it('is refused to a user who may not explain a pass', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await page.goto('/devices')
    await page.getByText(english.notAllowed).waitFor()
    await close()
  })
})

async function tryOn(page: Page, device: string, code: string, hasOther: boolean): Promise<string> {
  await page.goto('/devices')
  await page.getByRole('radio', { name: device }).first().check()
  await page.getByLabel('Another method was used first').setChecked(hasOther)
  await page.getByLabel('Name').fill('ben')
  await page.getByLabel('Temporary Access Pass').fill(code)
  await page.getByRole('button', { name: 'Try it' }).click()
  return page.locator('#outcome h2[role="status"]').innerText()
}
