import type { Page } from 'playwright-core'
import type { Idp } from './support/idp.js'
import type { Pages } from './support/looks.js'
import { describeLooks } from './support/looks.js'
import {
  approveWithoutBrowser,
  askAndProve,
  askForPass,
  askWithoutBrowser,
  denyWithoutBrowser,
  showDocument,
  showFace,
} from './support/requests.js'
import { onNextPage, signInByPass } from './support/steps.js'

/** First the pages of the requester, then those of the reviewer. */
const pages: Pages = [
  ['sign-in', (page) => page.goto('/sign-in')],
  ['ask', (page) => page.getByRole('link', { name: 'I have no way to sign in' }).click()],
  ['ask-refused', (page) => page.getByRole('button', { name: 'Ask for a pass' }).click()],
  ['face', (page, { user }) => askForPass(page, 'dmitri', user('Dmitri').employeeId)],
  ['face-refused', (page) => showFace(page, 'A photograph of me')],
  ['document', (page) => showFace(page)],
  ['wait', (page) => showDocument(page)],
  ['approved', openApproved],
  ['collected', (page) => page.getByRole('button', { name: 'Show my code' }).click()],
  ['collected-before', (page) => page.goto('/request')],
  ['denied', openDenied],
  ['signed-in', (page, { bootstrap }) => signInByPass(page, 'ada', bootstrap.code)],
  ['second-person', requireTwoPeople],
  ['reviews-none', (page) => page.goto('/reviews')],
  ['reviews', (page, idp) => askWithoutBrowser(idp, 'Ingrid').then(() => page.goto('/reviews'))],
  ['review', (page) => page.getByRole('link', { name: 'Ingrid Solberg' }).click()],
  ['review-call', (page) => page.getByRole('button', { name: 'Start the call' }).click()],
  ['review-incomplete', (page) => page.getByRole('button', { name: 'Not sure: deny' }).click()],
  ['requests', (page) => page.goto('/requests?state=all')],
  ['requests-none', (page) => page.goto('/requests?state=cancelled')],
  ['request-over', openFirstRequest],
  ['ran-out', runOut],
]

describeLooks('every page about a request', pages, async () => {})

async function openApproved(page: Page, idp: Idp): Promise<void> {
  await approveWithoutBrowser(idp, 'Grace')
  await page.goto('/request')
}

async function openDenied(page: Page, idp: Idp): Promise<void> {
  await askAndProve(page, idp, 'Ben')
  await denyWithoutBrowser(idp, 'Clara')
  await page.goto('/request')
}

async function runOut(page: Page, idp: Idp): Promise<void> {
  await askAndProve(page, idp, 'Ben')
  idp.advance(1_440)
  await page.goto('/request')
}

async function requireTwoPeople(page: Page, idp: Idp): Promise<void> {
  const { issuing } = await idp.policy()
  await idp.setPolicy({ issuing: { ...issuing, dualControl: [{ targetType: 'privileged' }] } })
  await page.goto(`/people/${idp.user('Tom').id}`)
  await onNextPage(page, () => page.getByRole('button', { name: 'Issue the pass' }).click())
  await idp.setPolicy({ issuing })
}

async function openFirstRequest(page: Page): Promise<void> {
  await page.goto('/requests?state=collected')
  await page.getByRole('main').getByRole('list').getByRole('link').first().click()
}
