import { isWellFormed } from '../input/id.js'
import { policyBounds } from '../policy/bounds.js'
import type { AlphabetName } from '../policy/policy.js'

const maxTypedUnits = 128
const maxSymbols = policyBounds.defaultLength.maximum

// Zero-width space, word joiner and soft hyphen come along when a code is copied from a mail.
const separators = /[\s\p{White_Space}\p{Dash}\u{AD}\u{200B}\u{2060}]+/gu

/**
 * What was typed, in a form that does not depend on how it was typed: NFKC, without white space and dashes.
 *
 * @returns `undefined` for what no code can be: more than 128 UTF-16 units, ill-formed, or not 1 to 48 symbols.
 */
export function canonicalCode(typed: string): string | undefined {
  if (typed.length > maxTypedUnits || !isWellFormed(typed)) return undefined
  // Taking a separator out can bring a letter and its mark together, hence the second normal form.
  const canonical = typed.normalize('NFKC').replace(separators, '').normalize('NFKC')
  return canonical.length >= 1 && canonical.length <= maxSymbols ? canonical : undefined
}

/** The canonical form with case and look-alikes read as the alphabet means them. What it has no symbol for stays. */
export function readAs(alphabet: AlphabetName, canonical: string): string {
  switch (alphabet) {
    case 'crockford':
      return canonical
        .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
        .replace(/O/g, '0')
        .replace(/[IL]/g, '1')
    case 'mixed':
      // 1, I and l have no symbol that they could mean.
      return canonical.replace(/[0O]/g, 'o')
    case 'digits':
      return canonical.replace(/[Oo]/g, '0').replace(/[IiLl]/g, '1')
  }
}
