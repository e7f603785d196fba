import { cleanText } from '../event/clean-text.js'
import { messageText } from '../message/english.js'
import type { MessageText } from '../message/message-text.js'
import { isWellFormed } from './id.js'
import { maxListLength, unreadable } from './plain-copy.js'

const maxQuoteLength = 40

/** Describes the refused value: short enough for a message, and safe for a log line. Not for secrets. */
export function describeValue(value: unknown): MessageText {
  if (value === unreadable) return messageText('value.unreadable')
  if (typeof value === 'string') return describeText(value)
  if (Array.isArray(value)) {
    return value.length > maxListLength
      ? messageText('value.longList', { maximum: maxListLength })
      : messageText('value.list', { length: value.length })
  }
  if (value instanceof Date) return messageText(Number.isNaN(value.getTime()) ? 'value.invalidDate' : 'value.date')
  const isConstant = typeof value === 'number' || typeof value === 'boolean'
  return isConstant ? messageText('value.constant', { constant: String(value) }) : describeType(value)
}

/** Describes the type only: the value may be a secret, such as the address of a database. */
export function describeType(value: unknown): MessageText {
  if (value === null) return namedType('null')
  return namedType(Array.isArray(value) ? 'array' : typeof value)
}

/** Describes a type by its name. */
export function namedType(type: 'null' | 'array' | TypeName): MessageText {
  if (type === 'null' || type === 'undefined') return messageText('value.constant', { constant: type })
  return messageText(`value.${type}`)
}

type TypeName = 'string' | 'number' | 'boolean' | 'bigint' | 'symbol' | 'function' | 'object' | 'undefined'

/** Describes the type, and the length of a text or list. For results of ports, whose values may be secrets. */
export function describeShape(value: unknown): MessageText {
  if (Array.isArray(value)) return messageText('value.list', { length: value.length })
  if (typeof value !== 'string') return describeType(value)
  return isWellFormed(value)
    ? messageText('value.longText', { length: value.length })
    : messageText('value.malformedText')
}

/** Returns `"a", "b" or "c"`. */
export function describeChoice(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

function describeText(text: string): MessageText {
  if (text.length > maxQuoteLength) return messageText('value.longText', { length: text.length })
  if (!isWellFormed(text)) return messageText('value.malformedText')
  return messageText('value.quoted', { text: cleanText(text, maxQuoteLength) })
}
