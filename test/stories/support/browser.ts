import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../../support/report-missing.js'
import { scaled } from '../../support/time-limits.js'

/** Launches the installed Chromium with an empty profile and without background requests. */
export function launch(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('There is no chromium: see the end of the run')
  return chromium.launch({ executablePath, args: flags, timeout: scaled(120_000) })
}

const flags = [
  '--headless',
  // Sets the order in which a date is typed.
  '--lang=en-US',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A user with their own device. */
export interface Visitor {
  readonly page: Page
  /** Returns and clears the errors of the browser console, such as refused scripts or styles. A story expects none. */
  complaints(): readonly string[]
  close(): Promise<void>
}

/** Options of the browser context. */
export interface VisitorOptions extends BrowserContextOptions {
  readonly isOfferedPasskeys?: boolean | undefined
}

/** A zone with a half-hour offset and no summer time, so that no test passes by accident. */
const timezoneId = 'Asia/Kolkata'

/**
 * Opens a new profile with a platform authenticator that always confirms. With `isOfferedPasskeys` it also confirms the
 * passkey list in the name field, so a user with a passkey is signed in as soon as the sign-in page opens.
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
    // The browser also reports the 401 of a refused sign-in.
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

/** Runs in the browser. The browser then reports that it has no passkey list in the name field. */
function offerNoPasskeys(): void {
  PublicKeyCredential.isConditionalMediationAvailable = async () => false
}
