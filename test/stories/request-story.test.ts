import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { issueBootstrapPass } from '../../examples/express-idp/src/bootstrap.js'
import { english } from '../../examples/express-idp/src/english.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { approve, askAndProve, askForPass, call, showDocument, showFace, signInAs } from './support/requests.js'
import { registerPasskey, signInByPass } from './support/steps.js'

const day = 1_440

describe('a user who cannot sign in', () => {
  let browser: Browser
  let idp: Idp
  let visitors: Visitor[] = []
  const open = async (): Promise<Visitor> => {
    const opened = await visitor(browser, idp.origin, { viewport: { width: 390, height: 844 } })
    visitors.push(opened)
    return opened
  }
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
  })
  afterEach(async () => {
    for (const opened of visitors) await opened.close()
    visitors = []
    await idp.close()
  })
  const subjects = (name: string) => idp.app.outbox.of(idp.user(name).id).map(({ subject }) => subject)

  it('gets a pass by a call, then by a face check alone, and after 30 days by a call again', async () => {
    const [ben, clara, femi, ada, grace] = [await open(), await open(), await open(), await open(), await open()]
    await signInAs(clara, idp, 'Clara')
    await clara.page.getByRole('link', { name: 'Reviews' }).click()
    await clara.page.getByLabel('I am away').check()
    await clara.page.getByRole('button', { name: 'Save' }).click()
    await clara.page.getByText('You are away: your manager reviews requests for you.').waitFor()

    // The manager is away without a delegate, so the manager's manager is notified at once.
    await askForPass(ben.page, 'ben', 'f-1009', '+44 7700 900999')
    await ben.page.getByText('This is a simulation.').waitFor()
    await showFace(ben.page)
    await showDocument(ben.page)
    await ben.page.getByRole('heading', { name: 'Wait for a call' }).waitFor()
    await expect.poll(() => subjects('Femi')).toContain('Ben Ito is waiting for your call')
    expect(subjects('Grace')).toEqual([])
    await signInAs(femi, idp, 'Femi')
    await femi.page.getByRole('link', { name: 'Mailbox' }).click()
    await femi.page.getByRole('link', { name: 'Open the request' }).click()
    await femi.page.getByText('+44 7700 900999').waitFor()
    await femi.page.getByText('not verified').waitFor()

    // A call of less than 15 seconds does not count, with and without scripts.
    await femi.page.getByRole('button', { name: 'Start the call' }).click()
    await ben.page.getByRole('heading', { name: 'You are being called' }).waitFor()
    const approving = femi.page.getByRole('button', { name: 'It is them: approve' })
    expect(await approving.isDisabled()).toBe(true)
    await femi.page.getByLabel('What you asked').fill('Knew the ward and the badge')
    await approving.evaluate((button: HTMLButtonElement) => {
      button.disabled = false
      button.form?.requestSubmit(button)
    })
    await femi.page.getByText('Stay on the call for at least 15 seconds').waitFor()
    idp.advance(0.25)
    await femi.page.goto('/reviews')
    await femi.page.getByRole('link', { name: 'Ben Ito' }).click()
    await approve(femi.page, 'Knew the ward and the badge')
    await femi.page.getByText('Approved: Ben Ito can collect a pass now.').waitFor()

    // The waiting page updates by itself. The code is shown once, and one press signs in with it.
    await ben.page.getByRole('heading', { name: 'Your pass is ready' }).waitFor()
    await ben.page.getByRole('button', { name: 'Show my code' }).click()
    const first = await ben.page.locator('#code').innerText()
    expect(first).toMatch(/^\w{4}-\w{4}$/)
    await ben.page.goto('/request')
    await ben.page.getByRole('heading', { name: 'You have your pass' }).waitFor()
    expect(await ben.page.content()).not.toContain(first)
    await signInByPass(ben.page, 'ben', first)
    await ben.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()

    // The pass ends after 30 minutes without a passkey.
    idp.advance(30)
    await signInByPass(ben.page, 'ben', first)
    await ben.page.getByText(english.signInRefused).waitFor()

    // Within 30 days a face check is enough, and no reviewer is asked.
    idp.advance(20 * day)
    const mails = subjects('Femi').length
    await askForPass(ben.page, 'ben', 'F-1009')
    await showFace(ben.page)
    await ben.page.getByRole('heading', { name: 'Your pass is ready' }).waitFor()
    await ben.page.getByRole('button', { name: 'Show my code' }).click()
    await ben.page.getByRole('button', { name: 'Sign in here with this code' }).click()
    await registerPasskey(ben.page)
    expect(subjects('Femi')).toHaveLength(mails)

    // The administrators see both requests and how each was approved.
    const bootstrap = await issueBootstrapPass(idp.app)
    await signInByPass(ada.page, 'ada', bootstrap?.pass.temporaryAccessPass ?? '')
    await ada.page.getByRole('link', { name: 'Requests' }).click()
    await ada.page.getByText('No open requests.').waitFor()
    await ada.page.getByLabel('State').selectOption({ label: 'Collected (2)' })
    await ada.page.getByRole('button', { name: 'Show' }).click()
    await ada.page.getByRole('link', { name: 'Ben Ito' }).last().click()
    await ada.page.getByText('Femi Adeyemi approved the request. “Knew the ward and the badge”').waitFor()
    await ada.page.goBack()
    await ada.page.getByRole('link', { name: 'Ben Ito' }).first().click()
    await ada.page.getByText('Approved without a reviewer.').waitFor()

    // After 30 days a reviewer is asked again. By now the manager has a delegate.
    idp.advance(10 * day)
    await signInAs(clara, idp, 'Clara')
    await clara.page.goto('/reviews')
    await clara.page.getByLabel('My delegate').selectOption({ label: 'Grace Liu' })
    await clara.page.getByRole('button', { name: 'Save' }).click()
    await clara.page.getByText('You are away: Grace Liu reviews requests for you.').waitFor()
    await askAndProve(ben.page, idp, 'Ben')
    await expect.poll(() => subjects('Grace')).toContain('Ben Ito is waiting for your call')
    expect(subjects('Femi').filter((subject) => subject.includes('is waiting'))).toHaveLength(1)
    await signInAs(grace, idp, 'Grace')
    await call(grace.page, idp, 'Ben Ito')
    await approve(grace.page, 'Same shift, knew the rota')
    await ben.page.getByRole('button', { name: 'Show my code' }).click()
    await ben.page.getByRole('button', { name: 'Sign in here with this code' }).click()
    await ben.page.getByText('You signed in with a pass.').waitFor()

    for (const { complaints } of visitors) expect(complaints()).toEqual([])
    expect(idp.log()).not.toContain(first)
    expect(idp.log()).not.toContain(first.replace('-', ''))
  })
})
