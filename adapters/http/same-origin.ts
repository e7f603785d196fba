import { typeInWords } from './check-options.js'

/** Which pages may send a request. */
export interface OriginRule {
  /** Allowed in addition to the handler's own origin. */
  readonly origins: readonly string[]
  /** Any page can post a form without a CORS preflight. No page can do so with JSON. */
  readonly isForm: boolean
}

/**
 * Protects against login CSRF: returns `false` if a page of another site may have sent this request.
 *
 * `Sec-Fetch-Site` decides where it is present, because no page can set it. `Origin` may be `null` then: a page with
 * `Referrer-Policy: no-referrer` sends it so. A page of another site has to be on the list. A client that sends neither
 * header is no current browser. It may send JSON, which a page cannot send to another origin without a CORS preflight. It
 * may not send a form, because old browsers post forms across sites without either header.
 */
export function isOwnPage(request: Request, { origins, isForm }: OriginRule): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return true
  const origin = request.headers.get('origin')
  if (origin === null) return site === null && !isForm
  return origins.includes(origin) || (site === null && origin === new URL(request.url).origin)
}

/** @throws `TypeError` for a value that no browser sends as `Origin`. */
export function resolveOrigins(caller: string, origins: readonly string[] = []): readonly string[] {
  if (!Array.isArray(origins)) {
    throw new TypeError(`${caller}: \`origins\` must be an array of strings, not ${typeInWords(origins)}.`)
  }
  const wrong: unknown = origins.find((origin) => !isOrigin(origin))
  if (wrong === undefined && !origins.includes(undefined)) return [...origins]
  const found = typeof wrong === 'string' ? `"${wrong}"` : typeInWords(wrong)
  throw new TypeError(
    `${caller}: \`origins\` must list origins such as "https://login.example", without a path or a default port, not ${found}.`,
  )
}

function isOrigin(text: unknown): boolean {
  if (typeof text !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\/[^/?#*\s]+$/.test(text)) return false
  return !/^https?:/.test(text) || new URL(text).origin === text
}
