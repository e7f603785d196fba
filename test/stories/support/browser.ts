import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../../support/report-missing.js'
import { scaled } from '../../support/time-limits.js'

/** The machine's own Chromium, with an empty profile and nothing going out. */
export function launch(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('There is no chromium: see the end of the run')
  return chromium.launch({ executablePath, args: flags, timeout: scaled(120_000) })
}

const flags = [
  '--headless',
  // The order in which a date is typed.
  '--lang=en-US',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Somebody with a device of their own. */
export interface Visitor {
  readonly page: Page
  /** What the browser complained about since it was asked last: scripts or styles refused, errors. A story wants none. */
  complaints(): readonly string[]
  close(): Promise<void>
}

/** What a browser of a given size, colours and habits is. */
export interface VisitorOptions extends BrowserContextOptions {
  readonly isOfferedPasskeys?: boolean | undefined
}

/** Half an hour off every other zone, and without summer time: nobody is right by accident. */
const timezoneId = 'Asia/Kolkata'

/**
 * A fresh profile with a platform authenticator that always says yes, also to the list in the name field: with
 * `isOfferedPasskeys` whoever has a passkey is signed in as soon as the sign-in page is open.
 */
export async function visitor(
  browser: Browser,
  origin: string,
  { isOfferedPasskeys = false, ...options }: VisitorOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: origin,
    timezoneId,
    ...options,
  })
  const page = await context.newPage()
  if (!isOfferedPasskeys) await page.addInitScript(offerNoPasskeys)
  page.setDefaultTimeout(scaled(120_000))
  const complaints: string[] = []
  page.on('console', (message) => {
    // A refused sign-in is a 401, which the browser reports as well.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => void complaints.push(error.message))
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    page,
    complaints: () => complaints.splice(0),
    close: () => context.close(),
  }
}

/** Runs in the browser, which then says that it has no such list. */
function offerNoPasskeys(): void {
  PublicKeyCredential.isConditionalMediationAvailable = async () => false
}
