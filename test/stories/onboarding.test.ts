import type { Browser, Page } from 'playwright-core'
import { onboardingStages } from 'temporary-access-pass'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { stageWords } from '../../examples/express-idp/src/onboarding.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

describe('an onboarding list', () => {
  let browser: Browser
  let idp: Idp
  let tom: Visitor
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    tom = await visitor(browser, idp.origin)
    await signInByPass(tom.page, 'tom', await idp.issue('Tom'))
    await registerPasskey(tom.page)
    await tom.page.getByRole('button', { name: 'Sign out' }).click()
    await signInByPasskey(tom.page)
  })
  afterEach(async () => {
    expect(tom.complaints()).toEqual([])
    await tom.close()
    await idp.close()
  })

  it('refuses an unknown name by its line, issues the corrected list, and shows progress', async () => {
    const { page } = tom
    await check(page, 'December 2026', ['Ben Ito', 'dimitri', 'clara@fernhill.example'])
    const wrong = page.locator('.checked-lines li.refused')
    expect(await wrong.getAttribute('value')).toBe('2')
    expect(await wrong.innerText()).toContain(english.lineUnknown)
    expect(await page.getByRole('button', { name: /^Issue/ }).count()).toBe(0)

    await page.getByLabel('People, one per line').fill('Ben Ito\ndmitri\nclara@fernhill.example')
    await page.getByRole('button', { name: 'Check the list' }).click()
    await page.getByRole('heading', { name: 'Ready: 3 passes' }).waitFor()
    expect(codes(idp)).toEqual([])
    await page.getByRole('button', { name: 'Issue 3 passes' }).click()
    await page.getByText('3 passes are issued.').waitFor()
    expect(codes(idp)).toHaveLength(3)
    expect(await picture(page)).toBe('Issued: 3')

    const [code = ''] = codes(idp, 'Ben')
    const shown = `${await page.content()}${idp.log()}`
    for (const secret of [code, code.replace('-', '')]) expect(shown).not.toContain(secret)
    const ben = await visitor(browser, idp.origin)
    await signInByPass(ben.page, 'ben', code)
    await ben.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
    await page.reload()
    expect(await picture(page)).toBe('Signed in: 1, Issued: 2')
    await registerPasskey(ben.page)
    await ben.close()

    idp.advance(6 * 60)
    await page.reload()
    expect(await picture(page)).toBe('Registered: 1, About to lapse: 2')
    await idp.issue('Clara', { lifetimeInMinutes: 480 })
    idp.advance(2 * 60)
    await page.reload()
    expect(await picture(page)).toBe('Registered: 1, Issued: 1, Lapsed: 1')
    await page.getByRole('heading', { name: '1 of 3 has registered' }).waitFor()
    await page.getByText('Next: Clara Jensen, pass ends').waitFor()
    expect(await page.locator('ul.people li').first().innerText()).toContain('Dmitri Volkov')
    await page.getByRole('link', { name: 'Dmitri Volkov' }).click()
    await page.getByRole('heading', { name: 'Dmitri Volkov' }).waitFor()
  })

  it('says which accounts are disabled, before and after it issues', async () => {
    const { page } = tom
    await check(page, 'December 2026', ['ben', 'elif'])
    const line = page.locator('.checked-lines li').filter({ hasText: 'Elif Kaya' })
    expect(await line.innerText()).toContain(english.userDisabled)
    expect(await page.getByText(english.userDisabled).count()).toBe(1)
    await page.getByRole('button', { name: 'Issue 2 passes' }).click()
    await page.getByText(english.disabledOnList(1)).waitFor()
  })

  it('issues one pass per user and list name, in upper or lower case', async () => {
    const { page } = tom
    await check(page, 'December 2026', ['ben', 'dmitri'])
    await page.getByRole('button', { name: 'Issue 2 passes' }).click()
    await page.getByText('2 passes are issued.').waitFor()
    const before = codes(idp)

    await check(page, 'december 2026', ['ben', 'dmitri'])
    await page.getByRole('heading', { name: 'Everyone has already had a pass' }).waitFor()
    expect(await page.getByRole('button', { name: /^Issue/ }).count()).toBe(0)

    await check(page, 'december 2026', ['ben', 'dmitri', 'clara'])
    await page.getByRole('button', { name: 'Issue 1 pass', exact: true }).click()
    await page.getByText('1 pass is issued.').waitFor()
    expect(await picture(page)).toBe('Issued: 3')
    expect(codes(idp)).toHaveLength(before.length + 1)
    expect(codes(idp)).toEqual(expect.arrayContaining([...before]))
  })

  it('issues a later start on the day before, in the time zone of the user', async () => {
    const { page } = tom
    const day = new Date(idp.app.clock() + 5 * 86_400_000).toISOString().slice(0, 10)
    await check(page, 'Later', ['ben', `dmitri, ${day}, Asia/Tokyo`])
    await page.getByRole('button', { name: 'Issue 1 pass, keep 1 for later' }).click()
    await page.getByText('1 waits for the day before the first day.').waitFor()
    expect(await picture(page)).toBe('Issued: 1, Planned: 1')
    await page.getByText(`First day ${day}, 08:00 in Asia/Tokyo`).waitFor()

    const start = Date.parse(`${day}T08:00:00+09:00`)
    idp.advance((start - idp.app.clock()) / 60_000 - 60)
    await signInByPasskey(page)
    await page.goto('/onboarding')
    await page.getByRole('link', { name: 'Later' }).click()
    await page.getByRole('button', { name: 'Issue the passes that are due' }).click()
    await page.getByText('1 pass is issued.').waitFor()
    expect(await picture(page)).toBe('Issued: 1, Lapsed: 1')
    expect(codes(idp, 'Dmitri')).toHaveLength(1)
    const begins = await page.locator('li', { hasText: 'Pass starts' }).locator('time').getAttribute('datetime')
    expect(begins).toBe(new Date(start).toISOString())
  })

  it('refuses by line a duplicate, a user out of role, an invalid day and a guest', async () => {
    const { page } = tom
    await check(page, 'Mixed', [
      'user,startDate,timeZone',
      'ben',
      'Ben Ito',
      '',
      'priya',
      'clara, 2026-02-30',
      'Sam Whitfield',
    ])
    const lines = await page
      .locator('.checked-lines li')
      .evaluateAll((items) =>
        items.map((item) => [item.getAttribute('value'), item.querySelector('.error')?.textContent ?? '']),
      )
    expect(lines).toEqual([
      ['2', ''],
      ['3', english.lineDuplicate(2)],
      ['5', english.lineNotAllowed],
      ['6', expect.stringContaining('The first day must be')],
      ['7', expect.stringContaining('another organisation')],
    ])
    expect(codes(idp)).toEqual([])
  })

  it('asks for a recent sign-in if the policy requires it, and keeps what was typed', async () => {
    const { page } = tom
    const { issuing } = await idp.policy()
    await idp.setPolicy({ issuing: { ...issuing, maximumSignInAgeInMinutes: 15 } })
    idp.advance(20)
    await check(page, 'December 2026', ['ben'])
    await page.getByText(english.signInAgain).waitFor()
    await page.getByRole('button', { name: /passkey/ }).click()
    await page.waitForURL('**/onboarding')
    expect(await page.getByLabel('Name of the list').inputValue()).toBe('December 2026')
    expect(await page.getByLabel('People, one per line').inputValue()).toBe('ben')
  })

  it('is shown to a reader without the form, and refused to a user without a role', async () => {
    const rui = await visitor(browser, idp.origin)
    await signInByPass(rui.page, 'rui', await idp.issue('Rui'))
    await rui.page.goto('/onboarding')
    await rui.page.getByText('No lists yet.').waitFor()
    expect(await rui.page.getByRole('button', { name: 'Check the list' }).count()).toBe(0)
    await rui.close()
    const ben = await visitor(browser, idp.origin)
    await signInByPass(ben.page, 'ben', await idp.issue('Ben'))
    await ben.page.goto('/onboarding')
    await ben.page.getByText(english.notAllowed).waitFor()
    await ben.close()
  })
})

describe('the stages of onboarding', () => {
  it('are the states of the report in the terminal, in the same words', () => {
    const meanings = Object.entries(stageWords).map(([stage, { meaning }]) => [stage, meaning])
    expect(Object.fromEntries(meanings)).toEqual(onboardingStages)
  })
})

async function signInByPasskey(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { level: 1 }).getByText('Sign in').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

async function check(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await page.goto('/onboarding')
  await page.getByLabel('Name of the list').fill(name)
  await page.getByLabel('People, one per line').fill(lines.join('\n'))
  await page.getByRole('button', { name: 'Check the list' }).click()
}

/** Returns the picture as a screen reader reads it. */
async function picture(page: Page): Promise<string | null> {
  return page.locator('svg[role=img]').getAttribute('aria-label')
}

/** Returns the codes that were sent. */
function codes({ app, user }: Idp, ...names: readonly string[]): readonly string[] {
  const users = names.length === 0 ? ['Ben', 'Dmitri', 'Clara', 'Priya', 'Sam'] : names
  return users.flatMap((name) => app.outbox.of(user(name).id).flatMap(({ code }) => code ?? []))
}
