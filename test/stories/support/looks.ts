import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch, visitor } from './browser.js'
import type { Idp } from './idp.js'
import { startIdp } from './idp.js'
import { onNextPage } from './steps.js'

/** Pages in the order in which they are opened. A step leaves the browser on the page. */
export type Pages = readonly (readonly [name: string, open: (page: Page, idp: Idp) => Promise<unknown>])[]

const widths = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
] as const
/** With the rules that axe-core checks: `undefined` for all. The other scheme differs in its colours only. */
const schemes = [
  ['light', undefined],
  ['dark', ['color-contrast', 'link-in-text-block']],
] as const
const screenshots = fileURLToPath(new URL('../../../examples/express-idp/screenshots', import.meta.url))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Takes a screenshot of each page in every width and colour scheme. Checks for overflow, for accessibility barriers, and
 * for content that the page's content security policy refuses.
 */
export function describeLooks(title: string, pages: Pages, prepare: (idp: Idp) => Promise<void>): void {
  describe(title, () => {
    let browser: Browser
    beforeAll(async () => {
      mkdirSync(screenshots, { recursive: true })
      browser = await launch()
    })
    afterAll(() => browser.close())

    for (const [device, viewport] of widths) {
      it(`fits a ${device} in light and dark, without accessibility barriers or refused content`, async () => {
        const idp = await startIdp()
        await prepare(idp)
        const { page, complaints, close } = await visitor(browser, idp.origin, { viewport, reducedMotion: 'reduce' })
        await page.addInitScript(recordRefused)
        for (const [name, open] of pages) {
          await onNextPage(page, () => open(page, idp))
          // Asked before a screenshot or axe-core adds styles, which the policy refuses too and the console reports.
          const refused = await refusedContent(page)
          const errors = complaints().filter((text) => !text.includes('Content Security Policy'))
          expect({ name, refused, errors }).toEqual({ name, refused: [], errors: [] })
          await page.evaluate(axe)
          for (const [colorScheme, rules] of schemes) {
            await page.emulateMedia({ colorScheme })
            await page.screenshot({ path: `${screenshots}/${name}.${device}.${colorScheme}.png`, fullPage: true })
            const seen = { overflow: await horizontalOverflow(page), barriers: await barriers(page, rules) }
            expect({ name, colorScheme, ...seen }).toEqual({ name, colorScheme, overflow: 0, barriers: [] })
          }
        }
        await close()
        await idp.close()
      })
    }
  })
}

/** Runs in the browser, before every page. */
function recordRefused(): void {
  const refused: string[] = []
  Object.assign(globalThis, { refused })
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    refused.push(`${violatedDirective} ${blockedURI}`)
  })
}

function refusedContent(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (globalThis as unknown as { refused: readonly string[] }).refused)
}

function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Returns the serious and critical violations of axe-core with their elements. */
async function barriers(page: Page, rules: readonly string[] | undefined): Promise<readonly string[]> {
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: { runOnly?: readonly string[] | undefined }): Promise<{ violations: Violation[] }> }
    }
    interface Violation {
      readonly id: string
      readonly impact: string
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
    }
    const { violations } = await axe.run(runOnly ? { runOnly } : {})
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  }, rules)
}
