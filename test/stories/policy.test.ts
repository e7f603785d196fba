import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { signInByPass } from './support/steps.js'

describe('the policy form', () => {
  let browser: Browser
  let idp: Idp
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
  })
  afterEach(() => idp.close())

  it('says beside each field what is wrong with it, keeps what was typed and saves nothing', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByLabel('Shortest').fill('5')
    await page.getByLabel('Length').fill('eight')
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText(english.fieldsToCorrect).waitFor()

    const shortest = page.getByLabel('Shortest')
    expect(await shortest.inputValue()).toBe('5')
    expect(await shortest.getAttribute('aria-describedby')).toContain('minimumLifetimeInMinutes-error')
    expect(await page.locator('#minimumLifetimeInMinutes-error').innerText()).toBe(english.wholeNumber(10, 43_200))
    expect(await page.locator('#defaultLength-error').innerText()).toBe(english.wholeNumber(8, 48))
    await page.goto('/policy')
    expect(await page.getByLabel('Shortest').inputValue()).toBe('60')
    await close()
  })

  it('refuses codes that are too easy to guess, with the arithmetic beside the length', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByLabel('Symbols').selectOption('digits')
    await page.getByRole('button', { name: 'Save the policy' }).click()
    const sentence = await page.locator('#defaultLength-error').innerText()
    expect(sentence).toMatch(/^Makes codes too easy to guess: .*; use 9 or more\.$/)
    await page.getByLabel('Length').fill('9')
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved and in force.').waitFor()
    expect(await idp.issue('Ben')).toMatch(/^[0-9]{4}-[0-9]{4}-[0-9]$/)
    await close()
  })

  it('takes effect at once: who is excluded gets no pass, and the page says so', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByRole('group', { name: 'Excluded' }).getByLabel('Nursing').check()
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved and in force.').waitFor()
    await page.goto(`/people/${idp.person('Ben').id}`)
    await page.getByText('Not in the policy').waitFor()
    expect(await page.getByRole('button', { name: 'Issue the pass' }).count()).toBe(0)
    await close()
  })

  it('shows to a reader of everything what they cannot change', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'rui', await idp.issue('Rui'))
    await page.goto('/policy')
    expect(await page.getByLabel('Shortest').isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Save the policy' }).count()).toBe(0)
    await close()
  })
})
