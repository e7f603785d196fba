import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { onNextPage, registerPasskey, signInByPass } from './support/steps.js'

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

  it('ends when the user deletes the pass it began with, and the page names the passkeys that stay', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    const code = await idp.issue('Ben')
    await signInByPass(page, 'ben', code)
    await registerPasskey(page)
    const other = await visitor(browser, idp.origin)
    await signInByPass(other.page, 'ben', code)
    await page.getByText('Delete this pass').click()
    await page.getByRole('button', { name: 'Delete my pass' }).click()
    await page.getByText('you are signed out on every device').waitFor()
    const [passkey] = idp.app.passkeys.of(idp.user('Ben').id)
    await page
      .getByRole('listitem')
      .filter({ hasText: passkey?.name ?? '' })
      .waitFor()
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0)
    for (const one of [page, other.page]) {
      await one.goto('/security-info')
      expect(new URL(one.url()).pathname).toBe('/sign-in')
    }
    await other.close()
    await close()
  })

  it('that began with a passkey outlives the pass, and ends when the user removes the passkey', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await registerPasskey(page)
    await page.goto('/sign-in')
    await onNextPage(page, () => page.getByRole('button', { name: 'Sign in with a passkey' }).click())
    await page.goto('/security-info')
    await page.getByText('Delete this pass').click()
    await page.getByRole('button', { name: 'Delete my pass' }).click()
    await page.getByText('Your pass is deleted.').waitFor()
    await page.getByText('Remove', { exact: true }).click()
    await page.getByText('This is your only passkey').waitFor()
    await page.getByRole('button', { name: /^Remove / }).click()
    await page.getByText(english.ended).waitFor()
    await page.goto('/security-info')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await close()
  })

  it('ends when an administrator signs the user out everywhere, or removes the passkey it began with', async () => {
    const ada = await visitor(browser, idp.origin)
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await registerPasskey(page)
    const person = `/people/${idp.user('Ben').id}`
    await ada.page.goto(person)
    await ada.page.getByText('Sign out everywhere').click()
    await ada.page.getByRole('button', { name: 'Sign Ben Ito out everywhere' }).click()
    await ada.page.getByText('Ben Ito is signed out everywhere.').waitFor()
    await page.goto('/security-info')
    expect(new URL(page.url()).pathname).toBe('/sign-in')

    await onNextPage(page, () => page.getByRole('button', { name: 'Sign in with a passkey' }).click())
    await ada.page.getByText('Remove', { exact: true }).click()
    await ada.page.getByRole('button', { name: /^Remove / }).click()
    await ada.page.getByText('The passkey of Ben Ito is removed.').waitFor()
    await page.goto('/security-info')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText(english.passkeyRefused).waitFor()
    const call = { actor: { kind: 'user', user: idp.bootstrap.user.id }, user: idp.user('Ben').id } as const
    expect(await idp.app.tap.registrations.list(call)).toEqual([])
    await ada.close()
    await close()
  })

  it('of a reader offers neither to sign a user out nor to remove a passkey', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ben', await idp.issue('Ben'))
    await registerPasskey(page)
    const reader = idp.app.users.search('').find(({ roles }) => roles.join() === 'Global Reader')
    const other = await visitor(browser, idp.origin)
    await signInByPass(other.page, reader?.userPrincipalName ?? '', await idp.issue(reader?.displayName ?? ''))
    await other.page.goto(`/people/${idp.user('Ben').id}`)
    await other.page.getByRole('heading', { name: 'Passkeys' }).waitFor()
    expect(await other.page.getByText('Sign out everywhere').count()).toBe(0)
    expect(await other.page.getByText('Remove', { exact: true }).count()).toBe(0)
    await other.close()
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
