import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

describe('issuing a pass', () => {
  let browser: Browser
  let idp: Idp
  let ada: Visitor
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    ada = await visitor(browser, idp.origin)
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    await ada.page.getByRole('heading', { name: 'Security info' }).waitFor()
  })
  afterEach(async () => {
    await ada.close()
    await idp.close()
  })

  it('by e-mail shows the code to its user and not to the administrator', async () => {
    const shown: Promise<string>[] = []
    ada.page.on('response', (response) => void shown.push(response.text().catch(() => '')))
    await openBen(ada.page, idp)
    await ada.page.getByLabel('is sent to ben@fernhill.example').check()
    await issue(ada.page)
    await ada.page.getByText('The code was sent to Ben Ito by e-mail.').waitFor()
    const mail = idp.app.outbox.of(idp.user('Ben').id).find(({ code }) => code !== undefined)
    const code = mail?.code ?? ''
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(mail?.to).toEqual(['ben@fernhill.example'])
    const everything = `${(await Promise.all(shown)).join('')}${idp.log()}`
    for (const secret of [code, code.replace('-', '')]) expect(everything).not.toContain(secret)

    // Every administrator can open the mailbox of Ben.
    await ada.page.goto(`/mailbox/${idp.user('Ben').id}`)
    const received = await ada.page.locator('.code').innerText()
    const ben = await visitor(browser, idp.origin)
    await signInByPass(ben.page, 'ben', received)
    await ben.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
    await ben.page.goto(`/mailbox/${idp.bootstrap.user.id}`)
    await ben.page.getByText(english.unknownUser).waitFor()
    await ben.close()
  })

  it('for a disabled account says that the code does not work yet, shown or sent', async () => {
    const elif = idp.user('Elif').id
    await ada.page.goto(`/people/${elif}`)
    await ada.page.getByText(english.userDisabled).waitFor()
    await issue(ada.page)
    await ada.page.getByRole('alert').getByText(english.userDisabled).waitFor()
    await ada.page.goto(`/people/${elif}`)
    await ada.page.getByLabel('is sent to elif@fernhill.example').check()
    await issue(ada.page)
    await ada.page.getByText(`No one else has seen it. ${english.userDisabled}`).waitFor()
    const { issuing } = await idp.policy()
    await idp.setPolicy({ issuing: { ...issuing, isDisabledUserAllowed: false } })
    await ada.page.goto(`/people/${elif}`)
    await ada.page.getByText('Elif Kaya cannot be issued a pass here.').waitFor()
  })

  it('requires a reason and a ticket if the policy does, and shows both in the activity', async () => {
    const { issuing } = await idp.policy()
    await idp.setPolicy({ issuing: { ...issuing, isJustificationRequired: true, isTicketRequired: true } })
    await openBen(ada.page, idp)
    await issue(ada.page)
    await ada.page.locator('#why-error').waitFor()
    await ada.page.locator('#ticket-error').waitFor()
    await ada.page.getByLabel('How you know it is them').fill('called back, knew her voice')
    await ada.page.getByLabel('Ticket', { exact: true }).fill('HD-1042')
    await issue(ada.page)
    await ada.page.locator('#code').waitFor()
    await ada.page.goto('/activity')
    await ada.page.getByText(/“called back, knew her voice”. Ticket HD-1042\.$/).waitFor()
  })

  it('shows how long to wait when the limit per hour is reached', async () => {
    const { issuing } = await idp.policy()
    await idp.setPolicy({ issuing: { ...issuing, maximumPerHour: { user: 1 } } })
    await openBen(ada.page, idp)
    await issue(ada.page)
    await ada.page.locator('#code').waitFor()
    await openBen(ada.page, idp)
    await issue(ada.page)
    await ada.page.getByText('This person has been issued as many passes as the policy allows in an hour').waitFor()
  })

  it('asks for a passkey after a weak or old sign-in, and keeps what was typed', async () => {
    const { issuing } = await idp.policy()
    await idp.setPolicy({ issuing: { ...issuing, acr: 'aal2', maximumSignInAgeInMinutes: 15 } })
    await openBen(ada.page, idp)
    await issue(ada.page)
    await ada.page.getByText(english.passkeyFirst).waitFor()
    await ada.page.getByRole('button', { name: 'Set up a passkey' }).click()
    await registerPasskey(ada.page)

    for (const reason of ['called back, recognised', 'called back once more']) {
      await openBen(ada.page, idp)
      await ada.page.getByLabel('How you know it is them').fill(reason)
      await ada.page.getByLabel('Works only once').check()
      await issue(ada.page)
      await ada.page.getByText(english.signInAgain).waitFor()
      await ada.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await ada.page.getByRole('heading', { name: 'Ben Ito' }).waitFor()
      expect(await ada.page.getByLabel('How you know it is them').inputValue()).toBe(reason)
      expect(await ada.page.getByLabel('Works only once').isChecked()).toBe(true)
      await issue(ada.page)
      await ada.page.locator('#code').waitFor()
      idp.advance(15)
    }
    expect(ada.complaints()).toEqual([])
  })
})

async function openBen(page: Page, { user }: Idp): Promise<void> {
  await page.goto(`/people/${user('Ben').id}`)
}

async function issue(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Issue the pass' }).click()
}
