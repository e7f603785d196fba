import type { Page } from 'playwright-core'

/**
 * Runs a step that opens another page, and waits until that page has loaded. Whatever came next could otherwise cancel the
 * request, or read the old page.
 */
export async function onNextPage(page: Page, step: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => void Object.assign(globalThis, { isOldPage: true }))
  await step()
  await page.waitForFunction(() => !('isOldPage' in globalThis) && document.readyState === 'complete')
}

/** Fills in the sign-in form, submits it and waits for the result. */
export async function signInByPass(page: Page, user: string, code: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Name').fill(user)
  await page.getByLabel('Temporary Access Pass').fill(code)
  await onNextPage(page, () => page.getByRole('button', { name: 'Sign in', exact: true }).click())
}

export async function registerPasskey(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Set up (a|another) passkey$/ }).click()
  await page.getByText('Your passkey is set up.').waitFor()
}
