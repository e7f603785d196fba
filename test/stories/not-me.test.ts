import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

describe('a passkey that was set up with a pass', () => {
  let browser: Browser
  let idp: Idp
  let ada: Visitor
  let attacker: Visitor
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    ada = await visitor(browser, idp.origin)
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    attacker = await visitor(browser, idp.origin)
    await signInByPass(attacker.page, 'ben', await idp.issue('Ben', { isUsableOnce: true }))
    await registerPasskey(attacker.page)
  })
  afterEach(async () => {
    await ada.close()
    await attacker.close()
    await idp.close()
  })

  const passkeys = () => idp.app.passkeys.of(idp.user('Ben').id)

  it('is removed with its sessions when the user reports “This was not me”', async () => {
    await attacker.page.getByText(/Set up with pass [0-9a-f]{8}/).waitFor()
    await attacker.page.getByRole('button', { name: 'Sign out' }).click()
    await attacker.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await attacker.page.getByText('You signed in with a passkey.').waitFor()

    const subject = 'A passkey was added to your account'
    await expect.poll(() => idp.app.outbox.of(idp.user('Ben').id).map((mail) => mail.subject)).toContain(subject)
    await ada.page.goto('/mailbox')
    await ada.page.getByRole('link', { name: 'Ben Ito' }).click()
    const mail = ada.page.getByRole('article').filter({ hasText: subject })
    await mail.getByText('ben@fernhill.example and +44 7700 900123').waitFor()
    const link = (await mail.getByRole('link', { name: 'This was not me' }).getAttribute('href')) ?? ''

    // A mail scanner opens links.
    await fetch(link)
    expect(passkeys()).toHaveLength(1)

    const ben = await visitor(browser, idp.origin)
    await ben.page.goto(link)
    await ben.page.getByRole('heading', { name: 'Was this not you?' }).waitFor()
    expect(passkeys()).toHaveLength(1)
    await ben.page.getByRole('button', { name: 'This was not me' }).click()
    await ben.page.getByRole('heading', { name: 'The pass is deleted' }).waitFor()
    await ben.page.getByText('Linux computer').waitFor()
    expect(passkeys()).toEqual([])

    await attacker.page.goto('/security-info')
    expect(new URL(attacker.page.url()).pathname).toBe('/sign-in')
    await attacker.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await attacker.page.getByText(english.passkeyRefused).waitFor()
    await ada.page.goto('/activity')
    await ada.page
      .getByText(/Ben Ito reported “this was not me”: the pass was deleted, together with Linux computer/)
      .waitFor()

    // A second use shows the same page and changes nothing. A forged link is refused.
    await ben.page.goto(link)
    await ben.page.getByRole('button', { name: 'This was not me' }).click()
    await ben.page.getByRole('heading', { name: 'The pass is deleted' }).waitFor()
    await ben.page.goto(`${link.slice(0, -4)}AAAA`)
    await ben.page.getByRole('button', { name: 'This was not me' }).click()
    await ben.page.getByText(english.linkInvalid).waitFor()
    expect(idp.log().includes(new URL(link).searchParams.get('token') ?? '')).toBe(false)
    await ben.close()
  })

  it('loses its session when the report comes from that session', async () => {
    const mails = () => idp.app.outbox.of(idp.user('Ben').id)
    await expect.poll(() => mails().length).toBeGreaterThan(0)
    const [{ notMe = '' } = {}] = mails()
    await attacker.page.goto(notMe)
    await attacker.page.getByRole('button', { name: 'This was not me' }).click()
    await attacker.page.getByRole('heading', { name: 'The pass is deleted' }).waitFor()
    await attacker.page.goto('/security-info')
    expect(new URL(attacker.page.url()).pathname).toBe('/sign-in')
  })

  it('is deleted with the pass when the administrator chooses it', async () => {
    await ada.page.goto(`/people/${idp.user('Ben').id}`)
    await ada.page.getByText('Linux computer', { exact: true }).waitFor()
    await ada.page.getByText('Delete this pass').click()
    await ada.page.getByLabel('Also delete the passkeys set up with it: Linux computer').check()
    await ada.page.getByRole('button', { name: 'Delete the pass' }).click()
    await ada.page
      .getByText('The pass of Ben Ito is deleted. Its code no longer works. Deleted with it: Linux computer.')
      .waitFor()
    expect(passkeys()).toEqual([])
    await attacker.page.goto('/security-info')
    expect(new URL(attacker.page.url()).pathname).toBe('/sign-in')
  })

  it('stays when the administrator deletes only the pass', async () => {
    await ada.page.goto(`/people/${idp.user('Ben').id}`)
    await ada.page.getByText('Delete this pass').click()
    await ada.page.getByRole('button', { name: 'Delete the pass' }).click()
    await ada.page.getByText('The pass of Ben Ito is deleted. Its code no longer works.').waitFor()
    expect(passkeys()).toHaveLength(1)
  })
})
