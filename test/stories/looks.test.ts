import type { Page } from 'playwright-core'
import type { Idp } from './support/idp.js'
import type { Pages } from './support/looks.js'
import { describeLooks } from './support/looks.js'
import { registerPasskey, signInByPass } from './support/steps.js'

/** Every page as a person meets it, in the order of a first day. A step leaves the browser on the page. */
const pages: Pages = [
  ['sign-in', (page) => page.goto('/sign-in')],
  ['sign-in-refused', (page) => signInByPass(page, 'ben', 'AAAA-AAAA')],
  ['first-time-once', async (page, idp) => signInByPass(page, 'noor', await idp.issue('Noor', { isUsableOnce: true }))],
  ['first-time', (page, { bootstrap }) => signInByPass(page, 'ada', bootstrap.code)],
  ['security-info', (page) => registerPasskey(page)],
  ['people', (page) => page.goto('/people')],
  ['onboarding-new', (page) => page.goto('/onboarding')],
  ['onboarding-refused', (page) => checkList(page, 'Ben Ito\nzebra\nclara')],
  ['onboarding-ready', (page) => checkList(page, 'Ben Ito\nIngrid Solberg\nnoor')],
  ['onboarding-list', openList],
  ['onboarding', (page) => page.goto('/onboarding')],
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
  ['api-access', (page) => page.goto('/api-access')],
  ['api-token', makeToken],
  ['api-access-with-token', (page) => page.goto('/api-access')],
  ['api-access-refused', (page) => page.getByRole('button', { name: 'Make a token' }).click()],
  ['policy', (page) => page.goto('/policy')],
  ['policy-nist', (page) => page.goto('/policy?preset=nist')],
  ['policy-refused', refusePolicy],
  ['activity', (page) => page.goto('/activity?views=shown')],
  ['not-found', (page) => page.goto('/nowhere')],
]

describeLooks('every page of the example', pages, prepare)

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

async function checkList(page: Page, people: string): Promise<void> {
  await page.getByLabel('Name of the list').fill('December 2026')
  await page.getByLabel('People, one a line').fill(people)
  await page.getByRole('button', { name: 'Check the list' }).click()
}

/** Of people at every stage. */
async function openList(page: Page, { app, bootstrap, person }: Idp): Promise<void> {
  const people = ['Ada', 'Rui', 'Clara', 'Grace', 'Dmitri', 'Tom', 'Priya']
  const hires = people.map((name) => ({ personId: person(name).id, startDate: undefined, timeZone: undefined }))
  const plan = { name: 'November 2026', startTime: '08:00', lifetimeInMinutes: 480, ticket: undefined, hires }
  const list = app.onboarding.save(plan, new Date(app.clock()))
  const actor = { kind: 'user', user: bootstrap.person.id } as const
  const { temporaryAccessPass: code } = await app.tap.passes.create({ actor, user: 'rui' })
  await app.tap.signIn({ user: 'rui', code })
  await page.goto(`/onboarding/${list.id}`)
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

async function makeToken(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('Onboarding')
  await page.getByLabel('look at the policy').check()
  await page.getByRole('button', { name: 'Make a token' }).click()
}

async function refusePolicy(page: Page): Promise<void> {
  await page.getByLabel('Usual').fill('5')
  await page.getByLabel('Length').fill('eight')
  await page.getByRole('button', { name: 'Save the policy' }).click()
}
