import { maxCorrelationIdLength, maxIpAddressLength, maxUserAgentLength } from '../input/limits.js'
import type { CallContext } from './call-context.js'

// What could break a log line, repaint it or hide in it: controls, line and paragraph separators, bidirectional controls,
// and halves of characters. Joiners stay, because names in many scripts need them.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu

/** Text that stays one line of at most `maximum` UTF-16 units, whoever wrote it; what was cut off ends in an ellipsis. */
export function cleanText(text: string, maximum: number): string {
  const clean = text.replace(unsafe, '')
  if (clean.length <= maximum) return clean
  if (maximum < 1) return ''
  // Cutting may halve a character: the half goes too.
  return `${clean.slice(0, maximum - 1).replace(/\p{Surrogate}$/u, '')}…`
}

const maxLengths = {
  correlationId: maxCorrelationIdLength,
  ipAddress: maxIpAddressLength,
  userAgent: maxUserAgentLength,
} as const

/** The three strings of a context, safe to log, and nothing else. Never throws; `undefined` when nothing is left. */
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
