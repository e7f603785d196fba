/** The longest id or name of a person, group or program, in UTF-16 units. */
export const longestId = 512

/** 1 to 512 characters of well-formed Unicode. Lone surrogates would all be stored as the same replacement character. */
export function isId(text: string): boolean {
  return text.length >= 1 && text.length <= longestId && isWellFormed(text)
}

/** No half of a character, which no encoding can carry. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
