import { maxCorrelationIdLength, maxIpAddressLength, maxUserAgentLength } from '../input/limits.js'
import type { CallContext } from './call-context.js'

// An attacker could use these to forge, reorder or hide text in a log: control characters, line and paragraph separators,
// bidirectional controls and lone surrogates. Joiners stay, because names in many scripts need them.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu

/** Returns the text as one line of at most `maximum` UTF-16 units. A text that was cut ends with an ellipsis. */
export function cleanText(text: string, maximum: number): string {
  const clean = text.replace(unsafe, '')
  if (clean.length <= maximum) return clean
  if (maximum < 1) return ''
  // The cut may leave a lone surrogate at the end.
  return `${clean.slice(0, maximum - 1).replace(/\p{Surrogate}$/u, '')}…`
}

const unsafeInId = new RegExp(`${unsafe.source}|\\\\(?=u\\{)`, 'gu')

/**
 * Returns an id as one line of a log. What {@link cleanText} removes is written as its code here, such as `\u{A}`, and so is a
 * backslash that begins such a code: two ids never look the same. At most eight times as long as the id.
 */
export function encodeId(id: string): string {
  return id.replace(unsafeInId, (symbol) => `\\u{${symbol.codePointAt(0)?.toString(16).toUpperCase()}}`)
}

const maxLengths = {
  correlationId: maxCorrelationIdLength,
  ipAddress: maxIpAddressLength,
  userAgent: maxUserAgentLength,
} as const

/** Returns the known fields of a context, safe to log, or `undefined` if there are none. Never throws. */
export function cleanContext(context: unknown): CallContext | undefined {
  const correlationId = cleanField(context, 'correlationId')
  const ipAddress = cleanField(context, 'ipAddress')
  const userAgent = cleanField(context, 'userAgent')
  if (correlationId === undefined && ipAddress === undefined && userAgent === undefined) return undefined
  return Object.freeze({
    ...(correlationId !== undefined && { correlationId }),
    ...(ipAddress !== undefined && { ipAddress }),
    ...(userAgent !== undefined && { userAgent }),
  })
}

function cleanField(context: unknown, name: keyof typeof maxLengths): string | undefined {
  if (typeof context !== 'object' || context === null) return undefined
  try {
    const value: unknown = Reflect.get(context, name)
    if (typeof value !== 'string') return undefined
    return cleanText(value, maxLengths[name]) || undefined
  } catch {
    return undefined
  }
}
