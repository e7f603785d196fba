import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

describe('what came through a pass', () => {
  let browser: Browser
  let idp: Idp
  let ada: Visitor
  let stranger: Visitor
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    ada = await visitor(browser, idp.origin)
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    stranger = await visitor(browser, idp.origin)
    await signInByPass(stranger.page, 'ben', await idp.issue('Ben', { isUsableOnce: true }))
    await registerPasskey(stranger.page)
  })
  afterEach(async () => {
    await ada.close()
    await stranger.close()
    await idp.close()
  })

  const passkeys = () => idp.app.passkeys.of(idp.person('Ben').id)

  it('is undone by its person from the message about it: the passkey and the sessions are gone', async () => {
    await stranger.page.getByText(/Came through pass [0-9a-f]{8}/).waitFor()
    await stranger.page.getByRole('button', { name: 'Sign out' }).click()
    await stranger.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await stranger.page.getByText('You signed in with a passkey.').waitFor()

    const subject = 'A passkey was added to your account'
    await expect.poll(() => idp.app.outbox.of(idp.person('Ben').id).map((mail) => mail.subject)).toContain(subject)
    await ada.page.goto('/mailbox')
    await ada.page.getByRole('link', { name: 'Ben Ito' }).click()
    const mail = ada.page.getByRole('article').filter({ hasText: subject })
    await mail.getByText('ben@fernhill.example and +44 7700 900123').waitFor()
    const link = (await mail.getByRole('link', { name: 'This was not me' }).getAttribute('href')) ?? ''

    // As a mail scanner would.
    await fetch(link)
    expect(passkeys()).toHaveLength(1)

    const ben = await visitor(browser, idp.origin)
    await ben.page.goto(link)
    await ben.page.getByRole('heading', { name: 'Was this not you?' }).waitFor()
    expect(passkeys()).toHaveLength(1)
    await ben.page.getByRole('button', { name: 'It was not me' }).click()
    await ben.page.getByRole('heading', { name: 'It is undone' }).waitFor()
    await ben.page.getByText('Linux computer').waitFor()
    expect(passkeys()).toEqual([])

    await stranger.page.goto('/security-info')
    expect(new URL(stranger.page.url()).pathname).toBe('/sign-in')
    await stranger.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await stranger.page.getByText(english.passkeyRefused).waitFor()
    await ada.page.goto('/activity')
    await ada.page
      .getByText(/Ben Ito said that it was not them: the pass is deleted, and with it Linux computer/)
      .waitFor()

    // Pressed again, it answers the same and harms nothing, and a link that somebody made up is no good.
    await ben.page.goto(link)
    await ben.page.getByRole('button', { name: 'It was not me' }).click()
    await ben.page.getByRole('heading', { name: 'It is undone' }).waitFor()
    await ben.page.goto(`${link.slice(0, -4)}AAAA`)
    await ben.page.getByRole('button', { name: 'It was not me' }).click()
    await ben.page.getByText(english.linkNoGood).waitFor()
    expect(idp.log().includes(new URL(link).searchParams.get('token') ?? '')).toBe(false)
    await ben.close()
  })

  it('ends the session of whoever presses the link while signed in', async () => {
    const mails = () => idp.app.outbox.of(idp.person('Ben').id)
    await expect.poll(() => mails().length).toBeGreaterThan(0)
    const [{ notMe = '' } = {}] = mails()
    await stranger.page.goto(notMe)
    await stranger.page.getByRole('button', { name: 'It was not me' }).click()
    await stranger.page.getByRole('heading', { name: 'It is undone' }).waitFor()
    await stranger.page.goto('/security-info')
    expect(new URL(stranger.page.url()).pathname).toBe('/sign-in')
  })

  it('goes with the pass when the administrator says so', async () => {
    await ada.page.goto(`/people/${idp.person('Ben').id}`)
    await ada.page.getByText('Linux computer', { exact: true }).waitFor()
    await ada.page.getByText('Delete this pass').click()
    await ada.page.getByLabel('And the passkeys that came through it: Linux computer').check()
    await ada.page.getByRole('button', { name: 'Delete the pass' }).click()
    await ada.page
      .getByText('The pass of Ben Ito is deleted. Its code works no more. With it went: Linux computer.')
      .waitFor()
    expect(passkeys()).toEqual([])
    await stranger.page.goto('/security-info')
    expect(new URL(stranger.page.url()).pathname).toBe('/sign-in')
  })

  it('stays when the administrator deletes the pass alone', async () => {
    await ada.page.goto(`/people/${idp.person('Ben').id}`)
    await ada.page.getByText('Delete this pass').click()
    await ada.page.getByRole('button', { name: 'Delete the pass' }).click()
    await ada.page.getByText('The pass of Ben Ito is deleted. Its code works no more.').waitFor()
    expect(passkeys()).toHaveLength(1)
  })
})
