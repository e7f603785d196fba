import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { signInByPass } from './support/steps.js'

/** What is wrong with a pass, and what the help desk reads. The user always reads the same sentence. */
const causes: readonly (readonly [cause: string, arrange: (idp: Idp) => Promise<string>, helpDesk: RegExp])[] = [
  ['wrong', wrongCode, /^The pass can be used until .* it is not typed as it was issued\.$/],
  ['used', usedCode, /^The pass was for one use, and was used at .* Create a new one\.$/],
  ['expired', expiredCode, /^The pass ended at .* Create a new one\.$/],
  [
    'locked',
    lockedCode,
    /^After 10 wrong codes in a row, sign-in with the pass is locked until .* Wait, or unlock the user\.$/,
  ],
]

describe('a refused sign-in', () => {
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

  it('shows the user the same text for every cause, and the help desk the cause', async () => {
    const helpDesk = await visitor(browser, idp.origin)
    await signInByPass(helpDesk.page, 'ada', idp.bootstrap.code)
    const userTexts = new Set<string>()
    for (const [cause, arrange, sentence] of causes) {
      const code = await arrange(idp)
      const clara = await visitor(browser, idp.origin)
      await signInByPass(clara.page, 'clara', code)
      await clara.page.getByText(english.signInRefused).waitFor()
      userTexts.add(await pageWithoutReference(clara.page))
      await clara.close()

      await helpDesk.page.goto(`/people/${idp.user('Clara').id}`)
      expect({ cause, sentence: await helpDesk.page.locator('#explanation').innerText() }).toEqual({
        cause,
        sentence: expect.stringMatching(sentence),
      })
    }
    expect(userTexts.size).toBe(1)
    await helpDesk.close()
  })

  it('ends for a locked user when the help desk unlocks them with a reason', async () => {
    const code = await lockedCode(idp)
    const { page, close } = await visitor(browser, idp.origin)
    await signInByPass(page, 'ada', idp.bootstrap.code)
    await page.goto(`/people/${idp.user('Clara').id}`)
    const unlock = page.getByRole('button', { name: 'Unlock Clara Jensen' })
    await unlock.click()
    await page.getByText(english.justificationMissing).waitFor()
    await page.getByLabel('Why').fill('called back, recognised')
    await unlock.click()
    await page.getByText('Clara Jensen is unlocked').waitFor()
    await page.goto('/activity')
    await page.getByText('Ada Okafor unlocked Clara Jensen: “called back, recognised”.').waitFor()

    const clara = await visitor(browser, idp.origin)
    await signInByPass(clara.page, 'clara', code)
    await clara.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
    await clara.close()
    await close()
  })
})

async function wrongCode(idp: Idp): Promise<string> {
  await idp.issue('Clara')
  return 'AAAA-AAAA'
}

async function usedCode(idp: Idp): Promise<string> {
  const code = await idp.issue('Clara', { isUsableOnce: true })
  await idp.app.tap.signIn({ user: 'clara', code })
  return code
}

async function expiredCode(idp: Idp): Promise<string> {
  const code = await idp.issue('Clara', { lifetimeInMinutes: 60 })
  idp.advance(60)
  return code
}

async function lockedCode(idp: Idp): Promise<string> {
  const code = await idp.issue('Clara')
  for (let guess = 0; guess < 10; guess += 1) await idp.app.tap.signIn({ user: 'clara', code: 'AAAA-AAAA' })
  return code
}

async function pageWithoutReference(page: Page): Promise<string> {
  const text = await page.locator('main').innerText()
  return text.replace(/For the help desk: [0-9a-f]{8}/, '')
}
