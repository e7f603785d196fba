import { cleanText } from '../event/clean-text.js'
import { isWellFormed } from './id.js'
import { maxListLength, unreadable } from './plain-copy.js'

const maxQuoteLength = 40

/** Returns the refused value in words: short enough for a message, and safe for a log line. Not for secrets. */
export function describeValue(value: unknown): string {
  if (value === unreadable) return 'something that cannot be read'
  if (typeof value === 'string') return describeText(value)
  if (typeof value === 'bigint') return 'a bigint'
  if (Array.isArray(value)) {
    return value.length > maxListLength
      ? `a list of more than ${readableNumber(maxListLength)}`
      : `a list of ${value.length}`
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date'
  if (typeof value === 'object' && value !== null) return 'an object'
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value)
}

/** Returns `"a", "b" or "c"`. */
export function describeChoice(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

/** Returns `43,200` for `43200`, in every locale. */
export function readableNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

function describeText(text: string): string {
  if (text.length > maxQuoteLength) return `text of ${readableNumber(text.length)} characters`
  return isWellFormed(text) ? `"${cleanText(text, maxQuoteLength)}"` : 'text that is not well-formed'
}
