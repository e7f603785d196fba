import type { Page } from 'playwright-core'
import type { Visitor } from './browser.js'
import type { Idp } from './idp.js'
import { signInByPass } from './steps.js'

/** Goes from the sign-in page to the first identity check. */
export async function askForPass(page: Page, user: string, employeeId: string, contact = ''): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'I have no way to sign in' }).click()
  // A browser with an earlier request shows the state of that request first.
  await page.waitForURL(/\/request(\/new)?$/)
  if (new URL(page.url()).pathname === '/request') await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByLabel('Name').fill(user)
  await page.getByLabel('Employee id').fill(employeeId)
  await page.getByLabel('Where to reach you').fill(contact)
  await page.getByRole('button', { name: 'Ask for a pass' }).click()
}

export async function showFace(page: Page, seen = 'Me'): Promise<void> {
  await page.getByRole('heading', { name: 'Show your face' }).waitFor()
  await page.getByLabel(seen, { exact: true }).check()
  await page.getByRole('button', { name: 'Check my face' }).click()
}

export async function showDocument(page: Page, seen = 'My own document'): Promise<void> {
  await page.getByRole('heading', { name: 'Show your document' }).waitFor()
  await page.getByLabel(seen).check()
  await page.getByRole('button', { name: 'Check my document' }).click()
}

/** Asks for a pass and passes the identity checks. */
export async function askAndProve(page: Page, idp: Idp, name: string): Promise<void> {
  const { userPrincipalName, employeeId } = idp.user(name)
  await askForPass(page, userPrincipalName, employeeId)
  await showFace(page)
  await showDocument(page)
  await page.getByRole('heading', { name: 'Wait for a call' }).waitFor()
}

/** Signs in with a pass that was issued without the browser. */
export async function signInAs({ page }: Visitor, idp: Idp, name: string): Promise<void> {
  await signInByPass(page, idp.user(name).userPrincipalName, await idp.issue(name))
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** Opens a request from the inbox and stays on the call for long enough. */
export async function call(page: Page, idp: Idp, name: string): Promise<void> {
  await page.goto('/reviews')
  await page.getByRole('link', { name }).click()
  await page.getByRole('button', { name: 'Start the call' }).click()
  await page.getByText('This call is simulated.').waitFor()
  idp.advance(1)
  await page.reload()
}

export async function approve(page: Page, justification: string): Promise<void> {
  await page.getByLabel('What you asked, and what convinced you').fill(justification)
  await page.getByRole('button', { name: 'It is them: approve' }).click()
}

/** Makes a request up to the review, without the browser. Returns its id. */
export async function askWithoutBrowser({ app, user }: Idp, name: string): Promise<string> {
  const { userPrincipalName, employeeId } = user(name)
  const clientBinding = 'a browser that is never opened'
  const submitted = await app.requests.submit({
    user: userPrincipalName,
    employeeId,
    contact: '+44 7700 900999',
    clientBinding,
  })
  if (!submitted.ok) throw new Error(`${name} may not ask`)
  const { requestId } = submitted
  for (const prover of ['liveness', 'document'] as const) {
    await app.requests.prove({ requestId, clientBinding, prover, presented: { seen: 'own' } })
  }
  return requestId
}

/** Approves the first request in the inbox of a reviewer, without the browser. */
export async function approveWithoutBrowser(idp: Idp, reviewer: string): Promise<void> {
  const review = await firstInInbox(idp, reviewer)
  await idp.app.requests.startCall(review)
  idp.advance(1)
  await idp.app.requests.approve({ ...review, justification: 'Knew the rota of last week' })
}

export async function denyWithoutBrowser(idp: Idp, reviewer: string): Promise<void> {
  await idp.app.requests.deny({ ...(await firstInInbox(idp, reviewer)), justification: 'Did not know the ward' })
}

async function firstInInbox({ app, user }: Idp, reviewer: string) {
  const actor = { kind: 'user', user: user(reviewer).id } as const
  const [first] = (await app.requests.list({ actor, view: 'inbox' })).items
  if (first === undefined) throw new Error(`No request is waiting for ${reviewer}`)
  return { actor, requestId: first.id }
}
