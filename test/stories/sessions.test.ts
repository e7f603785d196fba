import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

describe('a session of the example', () => {
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

  it('that began with a pass ends with the pass, and shows what to do next', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben', { lifetimeInMinutes: 60 }))
    await page.getByRole('heading', { name: 'Security info' }).waitFor()
    idp.advance(60)
    await page.goto('/security-info')
    await page.getByText(english.ended).waitFor()
    await close()
  })

  it('that began with a one-time pass allows passkey setup for ten minutes', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben', { isUsableOnce: true }))
    await page.getByRole('button', { name: 'Set up a passkey' }).waitFor()
    idp.advance(10)
    await page.getByRole('button', { name: 'Set up a passkey' }).click()
    await page.getByText(english.registrationClosed).waitFor()
    await page.reload()
    expect(await page.getByRole('button', { name: 'Set up a passkey' }).count()).toBe(0)
    expect(idp.app.passkeys.of(idp.user('Ben').id)).toEqual([])
    await close()
  })

  it('begins from the passkey list in the name field, without typing or a button', async () => {
    const { page, close } = await visitor(browser, idp.origin, { isOfferedPasskeys: true })
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await registerPasskey(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You signed in with a passkey.').waitFor()
    await close()
  })

  it('ends at the next page when the account is disabled', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await registerPasskey(page)
    idp.disable('Ben')
    await page.goto('/security-info')
    await page.getByText(english.disabled).waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText(english.passkeyRefused).waitFor()
    await close()
  })

  it('ends when an administrator deletes the pass it began with', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await page.getByRole('heading', { name: 'Security info' }).waitFor()
    const ada = await visitor(browser, idp.origin)
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    await ada.page.goto(`/people/${idp.user('Ben').id}`)
    await ada.page.getByText('Delete this pass').click()
    await ada.page.getByRole('button', { name: 'Delete the pass' }).click()
    await ada.page.getByText('The pass of Ben Ito is deleted.').waitFor()
    await page.goto('/security-info')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await ada.close()
    await close()
  })

  it('continues when the user deletes the pass and keeps a passkey', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await registerPasskey(page)
    await page.getByText('Delete this pass').click()
    await page.getByRole('button', { name: 'Delete my pass' }).click()
    await page.getByText('Your pass is deleted.').waitFor()
    await page.getByText('Remove', { exact: true }).click()
    await page.getByText('This is your only passkey').waitFor()
    await close()
  })

  it('of the help desk opens members, but no administrator and not the policy', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'tom', await idp.issue('Tom'))
    await page.goto('/people')
    expect(await page.getByRole('link', { name: 'Ben Ito' }).count()).toBe(1)
    expect(await page.getByRole('link', { name: 'Ada Okafor' }).count()).toBe(0)
    await page.goto(`/people/${idp.user('Ada').id}`)
    await page.getByText(english.notAllowed).waitFor()
    await page.goto('/policy')
    await page.getByText(english.notAllowed).waitFor()
    await close()
  })
})
