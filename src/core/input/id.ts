import { maxIdLength } from './limits.js'

/** Refuses lone surrogates, because they would all be stored as the same replacement character. */
export function isId(text: string): boolean {
  return text.length >= 1 && text.length <= maxIdLength && isWellFormed(text)
}

/** Accepts upper and lower case (RFC 9562 §4). */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** Returns `false` for text with a lone surrogate, which no encoding can carry. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
