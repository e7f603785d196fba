import { maxIdLength } from './limits.js'

/** Lone surrogates are refused, because they would all be stored as the same replacement character. */
export function isId(text: string): boolean {
  return text.length >= 1 && text.length <= maxIdLength && isWellFormed(text)
}

/** Accepts upper and lower case (RFC 9562 §4). */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** No encoding can carry a lone surrogate. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
