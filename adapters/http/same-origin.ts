/** Who may post, besides pages of the handler's own origin. */
export interface OriginRule {
  readonly origins: readonly string[]
  /** A form can be posted by any page without the browser asking first; JSON cannot. */
  readonly isForm: boolean
}

/**
 * Login CSRF: could another site's page have made the browser send this?
 *
 * `Sec-Fetch-Site` is the browser's own word and cannot be set by a page, so it decides where it is present; `Origin` may
 * then well be `null`, because a page with `Referrer-Policy: no-referrer` sends it so. Other sites need to be on the
 * list. With neither header the sender is no current browser: that is fine for JSON, which no page can send elsewhere
 * without a CORS preflight, and not for a form, which older browsers post across sites without saying so.
 */
export function isOwnPage(request: Request, { origins, isForm }: OriginRule): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return true
  const origin = request.headers.get('origin')
  if (origin === null) return site === null && !isForm
  return origins.includes(origin) || (site === null && origin === new URL(request.url).origin)
}

/** @throws `TypeError` for what a browser would never send as an `Origin`. */
export function resolveOrigins(origins: readonly string[] = []): readonly string[] {
  const wrong = origins.find((origin) => !isOrigin(origin))
  if (wrong === undefined) return [...origins]
  throw new TypeError(
    `"origins" must list origins such as "https://login.example", without path or default port: "${wrong}"`,
  )
}

function isOrigin(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#*\s]+$/.test(text)) return false
  return !/^https?:/.test(text) || new URL(text).origin === text
}
