import type { Page } from 'playwright-core'

/** Fills in the sign-in form and submits it. */
export async function signInByPass(page: Page, user: string, code: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Name').fill(user)
  await page.getByLabel('Temporary Access Pass').fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export async function registerPasskey(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Set up (a|another) passkey$/ }).click()
  await page.getByText('Your passkey is set up.').waitFor()
}
