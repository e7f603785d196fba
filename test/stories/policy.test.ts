import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { entraPolicy, nistPolicy } from '../../src/index.js'
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

  it('shows an error beside each field, keeps what was typed and saves nothing', async () => {
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

  it('refuses codes that are too easy to guess, and explains it beside the length', async () => {
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

  it('takes effect at once: an excluded user gets no pass, and their page shows it', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByRole('group', { name: 'Excluded' }).getByLabel('Nursing').check()
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved and in force.').waitFor()
    await page.goto(`/people/${idp.user('Ben').id}`)
    await page.getByText('Not in the policy').waitFor()
    expect(await page.getByRole('button', { name: 'Issue the pass' }).count()).toBe(0)
    await close()
  })

  it('shows findings beside each field, and fixes them before saving', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    const short = page.locator('.finding').filter({ hasText: 'The length is 8, which is 40 bits' })
    await short.getByText('SP 800-63B-4 §4.2.1.1').waitFor()
    await short.getByRole('button', { name: 'Fix', exact: true }).click()
    await page.getByText('Filled in, but not saved yet').waitFor()
    expect(await page.getByLabel('Length').inputValue()).toBe('13')
    expect((await idp.policy()).defaultLength).toBe(8)

    await page.getByRole('button', { name: 'Fix what falls short' }).click()
    await page.getByText('No setting falls short').waitFor()
    expect(await page.locator('.finding.warning').count()).toBe(0)
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved and in force.').waitFor()
    const { issuing, isUsableOnce, defaultLength } = await idp.policy()
    expect({ isUsableOnce, defaultLength, issuing }).toEqual({
      isUsableOnce: true,
      defaultLength: 13,
      issuing: {
        isJustificationRequired: true,
        isTicketRequired: false,
        isSelfIssueAllowed: false,
        maximumSignInAgeInMinutes: 60,
        maximumPerHour: {},
      },
    })
    await close()
  })

  it('keeps the targets of dual control, also when a preset is filled in', async () => {
    const dualControl = [{ targetType: 'privileged' }, { targetType: 'user', id: idp.user('Ben').id }] as const
    await idp.setPolicy({ issuing: { ...entraPolicy.issuing, dualControl } })
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    for (const path of ['/policy', '/policy?preset=nist']) {
      await page.goto(path)
      await page.getByRole('button', { name: 'Save the policy' }).click()
      await page.getByText('The policy is saved and in force.').waitFor()
      expect((await idp.policy()).issuing.dualControl).toEqual(dualControl)
    }
    await close()
  })

  it('saves with the Enter key, and fixes nothing by accident', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByLabel('Length').fill('10')
    await page.keyboard.press('Enter')
    await page.getByText('The policy is saved and in force.').waitFor()
    const { defaultLength, isUsableOnce } = await idp.policy()
    expect({ defaultLength, isUsableOnce }).toEqual({ defaultLength: 10, isUsableOnce: false })
    await close()
  })

  it('fills in a preset, keeps the targets, and saves every field as shown', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByRole('link', { name: 'NIST' }).click()
    await page.getByText('No setting falls short').waitFor()
    expect((await idp.policy()).isUsableOnce).toBe(false)
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved and in force.').waitFor()
    expect(await idp.policy()).toEqual({ ...nistPolicy, state: 'enabled' })

    await page.getByRole('link', { name: 'Entra' }).click()
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved and in force.').waitFor()
    expect(await idp.policy()).toEqual({ ...entraPolicy, state: 'enabled' })
    await close()
  })

  it('shows an error beside a nested field', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto('/policy')
    await page.getByLabel('Must have signed in within').fill('0')
    await page.getByLabel('Passkeys that one pass may set up').fill('many')
    await page.getByText('Limits per hour').click()
    await page.getByLabel('For one person').fill('200000')
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText(english.fieldsToCorrect).waitFor()
    const sentence = (name: string) => page.locator(`[id="${name}-error"]`).innerText()
    expect(await sentence('issuing.maximumSignInAgeInMinutes')).toBe(english.wholeNumber(1, 1_440))
    expect(await sentence('registrableCredentials.maximum')).toBe(english.wholeNumber(1, 32))
    expect(await sentence('issuing.maximumPerHour.user')).toBe(english.wholeNumber(1, 100_000))
    expect(await page.getByLabel('For one person').inputValue()).toBe('200000')
    await close()
  })

  it('is read-only for a reader', async () => {
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'rui', await idp.issue('Rui'))
    await page.goto('/policy')
    expect(await page.getByLabel('Shortest').isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Save the policy' }).count()).toBe(0)
    await close()
  })
})
