import type { Page } from 'playwright-core'
import type { Visitor } from './browser.js'
import type { Idp } from './idp.js'
import { signInByPass } from './steps.js'

/** From the sign-in page to the first check. */
export async function askForPass(page: Page, user: string, employeeId: string, contact = ''): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'I have no way to sign in' }).click()
  await page.getByLabel('Name').fill(user)
  await page.getByLabel('Employee id').fill(employeeId)
  await page.getByLabel('Where you can be reached').fill(contact)
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

/** Until somebody has to decide. */
export async function askAndProve(page: Page, idp: Idp, name: string): Promise<void> {
  const { userPrincipalName, employeeId } = idp.person(name)
  await askForPass(page, userPrincipalName, employeeId)
  await showFace(page)
  await showDocument(page)
  await page.getByRole('heading', { name: 'Wait for a call' }).waitFor()
}

/** By a pass of their own, which was issued without the browser. */
export async function signInAs({ page }: Visitor, idp: Idp, name: string): Promise<void> {
  await signInByPass(page, idp.person(name).userPrincipalName, await idp.issue(name))
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** Opens the request of somebody from the inbox and stays on the call for long enough. */
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
