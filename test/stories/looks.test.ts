import type { Page } from 'playwright-core'
import type { Idp } from './support/idp.js'
import type { Pages } from './support/looks.js'
import { describeLooks } from './support/looks.js'
import { onNextPage, registerPasskey, signInByPass } from './support/steps.js'

/** Every page, in the order of a first day. A step leaves the browser on the page. */
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
  ['person', (page, { user }) => page.goto(`/people/${user('Ben').id}`)],
  ['person-later', chooseLater],
  ['issued', issueNow],
  ['person-with-pass', (page, { user }) => page.goto(`/people/${user('Ben').id}`)],
  ['person-locked', (page, { user }) => page.goto(`/people/${user('Clara').id}`)],
  ['person-guest', (page, { user }) => page.goto(`/people/${user('Sam').id}`)],
  ['person-with-passkey', showDelete],
  ['mailbox-empty', (page, { user }) => page.goto(`/mailbox/${user('Elif').id}`)],
  ['mailbox', (page, { user }) => page.goto(`/mailbox/${user('Grace').id}`)],
  ['not-me', openLink],
  ['not-me-done', (page) => page.getByRole('button', { name: 'This was not me' }).click()],
  ['devices', (page) => page.goto('/devices')],
  ['devices-accepted', tryPass],
  ['devices-refused', tryPass],
  ['again', openSignInAgain],
  ['api-access', (page) => page.goto('/api-access')],
  ['api-token', createToken],
  ['api-access-with-token', (page) => page.goto('/api-access')],
  ['api-access-refused', (page) => page.getByRole('button', { name: 'Create a token' }).click()],
  ['policy', (page) => page.goto('/policy')],
  ['policy-nist', (page) => page.goto('/policy?preset=nist')],
  ['policy-refused', refusePolicy],
  ['activity', (page) => page.goto('/activity?views=shown')],
  ['not-found', (page) => page.goto('/nowhere')],
  ['pass-deleted', deleteOwnPass],
]

describeLooks('every page of the example', pages, prepare)

let codeOfTom = ''

/** Creates users with passes in every state. */
async function prepare(idp: Idp): Promise<void> {
  const code = await idp.issue('Grace', { isUsableOnce: true })
  await idp.app.tap.signIn({ user: 'grace', code })
  await idp.issue('Dmitri')
  idp.advance(61)
  codeOfTom = await idp.issue('Tom', { isUsableOnce: true })
  const actor = { kind: 'user', user: idp.bootstrap.user.id } as const
  await idp.app.tap.passes.create({ actor, user: 'grace', deliverTo: 'email', justification: 'called back' })
  await idp.app.tap.signIn({ user: 'nobody', code: 'AAAA-AAAA' })
  await idp.issue('Clara')
  for (let guess = 0; guess < 10; guess += 1) await idp.app.tap.signIn({ user: 'clara', code: 'AAAA-AAAA' })
}

async function checkList(page: Page, users: string): Promise<void> {
  await page.getByLabel('Name of the list').fill('December 2026')
  await page.getByLabel('People, one per line').fill(users)
  await page.getByRole('button', { name: 'Check the list' }).click()
}

/** Opens a list with users at every stage. */
async function openList(page: Page, { app, bootstrap, user }: Idp): Promise<void> {
  const users = ['Ada', 'Rui', 'Clara', 'Grace', 'Dmitri', 'Tom', 'Priya']
  const hires = users.map((name) => ({ userId: user(name).id, startDate: undefined, timeZone: undefined }))
  const plan = { name: 'November 2026', startTime: '08:00', lifetimeInMinutes: 480, ticket: undefined, hires }
  const list = app.onboarding.save(plan, new Date(app.clock()))
  const actor = { kind: 'user', user: bootstrap.user.id } as const
  const { temporaryAccessPass: code } = await app.tap.passes.create({ actor, user: 'rui' })
  await app.tap.signIn({ user: 'rui', code })
  await page.goto(`/onboarding/${list.id}`)
}

async function chooseLater(page: Page): Promise<void> {
  await page.getByLabel('Later').check()
  await page.getByLabel('Day and time').fill('2020-01-01T08:00')
  await page.getByRole('button', { name: 'Issue the pass' }).click()
}

async function issueNow(page: Page, { user }: Idp): Promise<void> {
  await page.goto(`/people/${user('Ben').id}`)
  await page.getByLabel('Works only once').check()
  await page.getByRole('button', { name: 'Issue the pass' }).click()
}

/** Opens an administrator’s own page, with the passkey that was set up with their pass. */
async function showDelete(page: Page, { user }: Idp): Promise<void> {
  await page.goto(`/people/${user('Ada').id}`)
  await page.getByText('Delete this pass').click()
}

async function deleteOwnPass(page: Page): Promise<void> {
  await page.goto('/security-info')
  await page.getByText('Delete this pass').click()
  await page.getByRole('button', { name: 'Delete my pass' }).click()
}

async function openLink(page: Page, { app, user }: Idp): Promise<void> {
  const { notMe = '' } = app.outbox.of(user('Grace').id).find((mail) => mail.notMe !== undefined) ?? {}
  await page.goto(notMe)
}

async function tryPass(page: Page, { user }: Idp): Promise<void> {
  await page.getByLabel('New computer').check()
  await page.getByLabel('Name').fill(user('Tom').id)
  await page.getByLabel('Temporary Access Pass').fill(codeOfTom)
  await page.getByRole('button', { name: 'Try it' }).click()
}

async function openSignInAgain(page: Page, idp: Idp): Promise<void> {
  const { issuing } = await idp.policy()
  await idp.setPolicy({ issuing: { ...issuing, acr: 'aal2' } })
  await page.goto(`/people/${idp.user('Dmitri').id}`)
  await onNextPage(page, () => page.getByRole('button', { name: 'Issue the pass' }).click())
  await idp.setPolicy({ issuing })
}

async function createToken(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('Onboarding')
  await page.getByLabel('view the policy').check()
  await page.getByRole('button', { name: 'Create a token' }).click()
}

async function refusePolicy(page: Page): Promise<void> {
  await page.getByLabel('Default').fill('5')
  await page.getByLabel('Length').fill('eight')
  await page.getByRole('button', { name: 'Save the policy' }).click()
}
