import { isWellFormed } from '../input/id.js'
import { policyBounds } from '../policy/bounds.js'
import type { AlphabetName } from '../policy/policy.js'

const maxTypedUnits = 128
const maxSymbols = policyBounds.defaultLength.maximum

// A code copied from a mail can contain a zero-width space, a word joiner or a soft hyphen.
const separators = /[\s\p{White_Space}\p{Dash}\u{AD}\u{200B}\u{2060}]+/gu

/**
 * Returns what the user typed in NFKC, without white space and dashes.
 *
 * @returns `undefined` for text that can never be a code: more than 128 UTF-16 units, ill-formed, or not 1 to 48 symbols.
 */
export function canonicalCode(typed: string): string | undefined {
  if (typed.length > maxTypedUnits || !isWellFormed(typed)) return undefined
  // Without a separator, a letter and its combining mark can meet: hence the second normal form.
  const canonical = typed.normalize('NFKC').replace(separators, '').normalize('NFKC')
  return canonical.length >= 1 && canonical.length <= maxSymbols ? canonical : undefined
}

/** Reads case and look-alikes as the alphabet means them. Other characters stay, and match no code. */
export function readAs(alphabet: AlphabetName, canonical: string): string {
  switch (alphabet) {
    case 'crockford':
      return canonical
        .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
        .replace(/O/g, '0')
        .replace(/[IL]/g, '1')
    case 'mixed':
      // The alphabet has no symbol for 1, I and l.
      return canonical.replace(/[0O]/g, 'o')
    case 'digits':
      return canonical.replace(/[Oo]/g, '0').replace(/[IiLl]/g, '1')
  }
}
