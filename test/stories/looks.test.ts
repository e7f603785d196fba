import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import {
  approveWithoutBrowser,
  askAndProve,
  askForPass,
  askWithoutBrowser,
  denyWithoutBrowser,
  showDocument,
  showFace,
} from './support/requests.js'
import { registerPasskey, signInByPass } from './support/steps.js'

/** Every page as a person meets it, in the order of a first day. A step leaves the browser on the page. */
const pages: readonly (readonly [name: string, open: (page: Page, idp: Idp) => Promise<unknown>])[] = [
  ['sign-in', (page) => page.goto('/sign-in')],
  ['sign-in-refused', (page) => signInByPass(page, 'ben', 'AAAA-AAAA')],
  ['ask', (page) => page.getByRole('link', { name: 'I have no way to sign in' }).click()],
  ['ask-refused', (page) => page.getByRole('button', { name: 'Ask for a pass' }).click()],
  ['face', (page, { person }) => askForPass(page, 'dmitri', person('Dmitri').employeeId)],
  ['face-refused', (page) => showFace(page, 'A photograph of me')],
  ['document', (page) => showFace(page)],
  ['wait', (page) => showDocument(page)],
  ['approved', beApproved],
  ['collected', (page) => page.getByRole('button', { name: 'Show my code' }).click()],
  ['collected-before', (page) => page.goto('/request')],
  ['denied', beDenied],
  ['first-time-once', async (page, idp) => signInByPass(page, 'noor', await idp.issue('Noor', { isUsableOnce: true }))],
  ['first-time', (page, { bootstrap }) => signInByPass(page, 'ada', bootstrap.code)],
  ['security-info', (page) => registerPasskey(page)],
  ['people', (page) => page.goto('/people')],
  ['people-none', (page) => page.goto('/people?search=zebra')],
  ['person', (page, { person }) => page.goto(`/people/${person('Ben').id}`)],
  ['person-later', chooseLater],
  ['issued', issueNow],
  ['person-with-pass', (page, { person }) => page.goto(`/people/${person('Ben').id}`)],
  ['person-locked', (page, { person }) => page.goto(`/people/${person('Clara').id}`)],
  ['person-guest', (page, { person }) => page.goto(`/people/${person('Sam').id}`)],
  ['person-with-passkey', showDelete],
  ['mailbox-empty', (page, { person }) => page.goto(`/mailbox/${person('Elif').id}`)],
  ['mailbox', (page, { person }) => page.goto(`/mailbox/${person('Grace').id}`)],
  ['not-me', openLink],
  ['not-me-done', (page) => page.getByRole('button', { name: 'It was not me' }).click()],
  ['devices', (page) => page.goto('/devices')],
  ['devices-accepted', tryPass],
  ['devices-refused', tryPass],
  ['again', beAskedAgain],
  ['second-person', beToldOfTwo],
  ['reviews-none', (page) => page.goto('/reviews')],
  ['reviews', (page, idp) => askWithoutBrowser(idp, 'Ingrid').then(() => page.goto('/reviews'))],
  ['review', (page) => page.getByRole('link', { name: 'Ingrid Solberg' }).click()],
  ['review-call', (page) => page.getByRole('button', { name: 'Start the call' }).click()],
  ['review-incomplete', (page) => page.getByRole('button', { name: 'Not sure: deny' }).click()],
  ['requests', (page) => page.goto('/requests?state=all')],
  ['requests-none', (page) => page.goto('/requests?state=cancelled')],
  ['request-over', openFirstRequest],
  ['policy', (page) => page.goto('/policy')],
  ['policy-nist', (page) => page.goto('/policy?preset=nist')],
  ['policy-refused', refusePolicy],
  ['activity', (page) => page.goto('/activity?views=shown')],
  ['not-found', (page) => page.goto('/nowhere')],
  ['ran-out', runOut],
]

const widths = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
] as const
const schemes = ['light', 'dark'] as const
const screenshots = fileURLToPath(new URL('../../examples/express-idp/screenshots', import.meta.url))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe('every page of the example', () => {
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    browser = await launch()
  })
  afterAll(() => browser.close())

  // Apart from the others: the camera and axe-core put styles into a page, which its policy refuses.
  it('asks for nothing that its own content security policy refuses', async () => {
    const idp = await startIdp()
    await prepare(idp)
    const { page, complaints, close } = await visitor(browser, idp.origin)
    for (const [name, open] of pages) {
      await open(page, idp)
      await page.waitForLoadState('load')
      expect({ name, complaints: complaints() }).toEqual({ name, complaints: [] })
    }
    await close()
    await idp.close()
  })

  for (const [device, viewport] of widths) {
    it(`fits a ${device} in light and in dark, without a barrier`, async () => {
      const idp = await startIdp()
      await prepare(idp)
      const { page, close } = await visitor(browser, idp.origin, { viewport, reducedMotion: 'reduce' })
      for (const [name, open] of pages) {
        await open(page, idp)
        await page.waitForLoadState('load')
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme })
          await page.screenshot({ path: `${screenshots}/${name}.${device}.${colorScheme}.png`, fullPage: true })
          const seen = { overflow: await horizontalOverflow(page), barriers: await barriers(page) }
          expect({ name, colorScheme, ...seen }).toEqual({ name, colorScheme, overflow: 0, barriers: [] })
        }
      }
      await close()
      await idp.close()
    })
  }
})

let codeOfTom = ''

/** People with passes in every state. */
async function prepare(idp: Idp): Promise<void> {
  const code = await idp.issue('Grace', { isUsableOnce: true })
  await idp.app.tap.signIn({ user: 'grace', code })
  await idp.issue('Dmitri')
  idp.advance(61)
  codeOfTom = await idp.issue('Tom', { isUsableOnce: true })
  const actor = { kind: 'user', user: idp.bootstrap.person.id } as const
  await idp.app.tap.passes.create({ actor, user: 'grace', deliverTo: 'email', justification: 'called back' })
  await idp.app.tap.signIn({ user: 'nobody', code: 'AAAA-AAAA' })
  await idp.issue('Clara')
  for (let guess = 0; guess < 10; guess += 1) await idp.app.tap.signIn({ user: 'clara', code: 'AAAA-AAAA' })
}

async function chooseLater(page: Page): Promise<void> {
  await page.getByLabel('Later').check()
  await page.getByLabel('Day and time').fill('2020-01-01T08:00')
  await page.getByRole('button', { name: 'Issue the pass' }).click()
}

async function issueNow(page: Page, { person }: Idp): Promise<void> {
  await page.goto(`/people/${person('Ben').id}`)
  await page.getByLabel('Works only once').check()
  await page.getByRole('button', { name: 'Issue the pass' }).click()
}

/** An administrator's own page, with the passkey that came through their pass. */
async function showDelete(page: Page, { person }: Idp): Promise<void> {
  await page.goto(`/people/${person('Ada').id}`)
  await page.getByText('Delete this pass').click()
}

async function openLink(page: Page, { app, person }: Idp): Promise<void> {
  const { notMe = '' } = app.outbox.of(person('Grace').id).find((mail) => mail.notMe !== undefined) ?? {}
  await page.goto(notMe)
}

async function tryPass(page: Page, { person }: Idp): Promise<void> {
  await page.getByLabel('New computer').check()
  await page.getByLabel('Name').fill(person('Tom').id)
  await page.getByLabel('Temporary Access Pass').fill(codeOfTom)
  await page.getByRole('button', { name: 'Try it' }).click()
}

async function beAskedAgain(page: Page, idp: Idp): Promise<void> {
  const { issuing } = await idp.policy()
  await idp.setPolicy({ issuing: { ...issuing, acr: 'aal2' } })
  await page.goto(`/people/${idp.person('Dmitri').id}`)
  await page.getByRole('button', { name: 'Issue the pass' }).click()
  await idp.setPolicy({ issuing })
}

async function beApproved(page: Page, idp: Idp): Promise<void> {
  await approveWithoutBrowser(idp, 'Grace')
  await page.goto('/request')
}

async function beDenied(page: Page, idp: Idp): Promise<void> {
  await askAndProve(page, idp, 'Ben')
  await denyWithoutBrowser(idp, 'Clara')
  await page.goto('/request')
}

async function runOut(page: Page, idp: Idp): Promise<void> {
  await askAndProve(page, idp, 'Ben')
  idp.advance(1_440)
  await page.goto('/request')
}

async function beToldOfTwo(page: Page, idp: Idp): Promise<void> {
  const { issuing } = await idp.policy()
  await idp.setPolicy({ issuing: { ...issuing, dualControl: [{ targetType: 'privileged' }] } })
  await page.goto(`/people/${idp.person('Tom').id}`)
  await page.getByRole('button', { name: 'Issue the pass' }).click()
  await idp.setPolicy({ issuing })
}

async function openFirstRequest(page: Page): Promise<void> {
  await page.goto('/requests?state=collected')
  await page.getByRole('main').getByRole('list').getByRole('link').first().click()
}

async function refusePolicy(page: Page): Promise<void> {
  await page.getByLabel('Usual').fill('5')
  await page.getByLabel('Length').fill('eight')
  await page.getByRole('button', { name: 'Save the policy' }).click()
}

function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** What axe-core calls serious or critical, with the elements it means. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    interface Violation {
      readonly id: string
      readonly impact: string
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  })
}
