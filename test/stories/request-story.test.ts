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

describe('somebody without a way to sign in', () => {
  let browser: Browser
  let idp: Idp
  let visitors: Visitor[] = []
  const open = async (): Promise<Visitor> => {
    const somebody = await visitor(browser, idp.origin, { viewport: { width: 390, height: 844 } })
    visitors.push(somebody)
    return somebody
  }
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
  })
  afterEach(async () => {
    for (const somebody of visitors) await somebody.close()
    visitors = []
    await idp.close()
  })
  const subjects = (name: string) => idp.app.outbox.of(idp.person(name).id).map(({ subject }) => subject)

  it('gets a pass by their manager’s manager, then by their face alone, and after 30 days by a stand-in', async () => {
    const [ben, clara, femi, ada, grace] = [await open(), await open(), await open(), await open(), await open()]
    await signInAs(clara, idp, 'Clara')
    await clara.page.getByRole('link', { name: 'Reviews' }).click()
    await clara.page.getByLabel('I am away').check()
    await clara.page.getByRole('button', { name: 'Save' }).click()
    await clara.page.getByText('You are away: your own manager decides.').waitFor()

    // The manager is away without a delegate: the manager's manager is told at once.
    await askForPass(ben.page, 'ben', 'f-1009', '+44 7700 900999')
    await ben.page.getByText('This is a simulation.').waitFor()
    await showFace(ben.page)
    await showDocument(ben.page)
    await ben.page.getByRole('heading', { name: 'Wait for a call' }).waitFor()
    await expect.poll(() => subjects('Femi')).toContain('Ben Ito waits for your call')
    expect(subjects('Grace')).toEqual([])
    await signInAs(femi, idp, 'Femi')
    await femi.page.getByRole('link', { name: 'Mailbox' }).click()
    await femi.page.getByRole('link', { name: 'Open the request' }).click()
    await femi.page.getByText('+44 7700 900999').waitFor()
    await femi.page.getByText('nobody has checked it').waitFor()

    // A call of less than 15 seconds counts as none, with scripts and without.
    await femi.page.getByRole('button', { name: 'Start the call' }).click()
    await ben.page.getByRole('heading', { name: 'You are being called' }).waitFor()
    const approving = femi.page.getByRole('button', { name: 'It is them: approve' })
    expect(await approving.isDisabled()).toBe(true)
    await femi.page.getByLabel('What you asked').fill('Knew the ward and the badge')
    await approving.evaluate((button: HTMLButtonElement) => {
      button.disabled = false
      button.form?.requestSubmit(button)
    })
    await femi.page.getByText('Stay on the call for 15 seconds at least').waitFor()
    idp.advance(0.25)
    await femi.page.goto('/reviews')
    await femi.page.getByRole('link', { name: 'Ben Ito' }).click()
    await approve(femi.page, 'Knew the ward and the badge')
    await femi.page.getByText('Approved: Ben Ito can collect a pass now.').waitFor()

    // The page of whoever waits turns by itself. The code is there once, and signs in with one press.
    await ben.page.getByRole('heading', { name: 'Your pass is ready' }).waitFor()
    await ben.page.getByRole('button', { name: 'Show my code' }).click()
    const first = await ben.page.locator('#code').innerText()
    expect(first).toMatch(/^\w{4}-\w{4}$/)
    await ben.page.goto('/request')
    await ben.page.getByRole('heading', { name: 'You have your pass' }).waitFor()
    expect(await ben.page.content()).not.toContain(first)
    await signInByPass(ben.page, 'ben', first)
    await ben.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()

    // No passkey in 30 minutes.
    idp.advance(30)
    await signInByPass(ben.page, 'ben', first)
    await ben.page.getByText(english.signInRefused).waitFor()

    // Within 30 days the face is enough, and nobody is asked.
    idp.advance(20 * day)
    const mails = subjects('Femi').length
    await askForPass(ben.page, 'ben', 'F-1009')
    await showFace(ben.page)
    await ben.page.getByRole('heading', { name: 'Your pass is ready' }).waitFor()
    await ben.page.getByRole('button', { name: 'Show my code' }).click()
    await ben.page.getByRole('button', { name: 'Sign in here with it' }).click()
    await registerPasskey(ben.page)
    expect(subjects('Femi')).toHaveLength(mails)

    // The administrators see both, and how each came about.
    const bootstrap = await issueBootstrapPass(idp.app)
    await signInByPass(ada.page, 'ada', bootstrap?.pass.temporaryAccessPass ?? '')
    await ada.page.getByRole('link', { name: 'Requests' }).click()
    await ada.page.getByText('There are none.').waitFor()
    await ada.page.getByLabel('State').selectOption({ label: 'Collected (2)' })
    await ada.page.getByRole('button', { name: 'Show' }).click()
    await ada.page.getByRole('link', { name: 'Ben Ito' }).last().click()
    await ada.page.getByText('Femi Adeyemi approved it. “Knew the ward and the badge”').waitFor()
    await ada.page.goBack()
    await ada.page.getByRole('link', { name: 'Ben Ito' }).first().click()
    await ada.page.getByText('Approved without a reviewer.').waitFor()

    // After 30 days a reviewer is asked again: by now somebody stands in for the manager.
    idp.advance(10 * day)
    await signInAs(clara, idp, 'Clara')
    await clara.page.goto('/reviews')
    await clara.page.getByLabel('Who stands in for me').selectOption({ label: 'Grace Liu' })
    await clara.page.getByRole('button', { name: 'Save' }).click()
    await clara.page.getByText('You are away: Grace Liu decides.').waitFor()
    await askAndProve(ben.page, idp, 'Ben')
    await expect.poll(() => subjects('Grace')).toContain('Ben Ito waits for your call')
    expect(subjects('Femi').filter((subject) => subject.includes('waits'))).toHaveLength(1)
    await signInAs(grace, idp, 'Grace')
    await call(grace.page, idp, 'Ben Ito')
    await approve(grace.page, 'Same shift, knew the rota')
    await ben.page.getByRole('button', { name: 'Show my code' }).click()
    await ben.page.getByRole('button', { name: 'Sign in here with it' }).click()
    await ben.page.getByText('You signed in with a pass.').waitFor()

    for (const { complaints } of visitors) expect(complaints()).toEqual([])
    expect(idp.log()).not.toContain(first)
    expect(idp.log()).not.toContain(first.replace('-', ''))
  })
})
