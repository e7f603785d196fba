/** The longest id or name of a person, group or program, in UTF-16 units. */
export const maxIdLength = 512

/** 1 to 512 characters of well-formed Unicode. Lone surrogates would all be stored as the same replacement character. */
export function isId(text: string): boolean {
  return text.length >= 1 && text.length <= maxIdLength && isWellFormed(text)
}

/** As text, in either case (RFC 9562 §4). */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** No half of a character, which no encoding can carry. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
