import { isWellFormed } from '../input/id.js'
import { withoutInvisible } from '../input/typed-text.js'
import { policyBounds } from '../policy/bounds.js'
import type { AlphabetName } from '../policy/policy.js'

const maxTypedUnits = 128
const maxSymbols = policyBounds.defaultLength.maximum

const separators = /[\s\p{White_Space}\p{Dash}]+/gu

// A sentence puts a code in quotes, chats put it in backticks, and it can end with the full stop of its script.
const surroundings = /^[\p{Quotation_Mark}`]+|[\p{Quotation_Mark}`.\u3002\u06D4\u0964]+$/gu

/**
 * Returns what the user typed in NFKC, with ASCII digits, without what carries no symbol: white space, dashes, invisible
 * characters, surrounding quotes and a final full stop. It is the same for every alphabet.
 *
 * @returns `undefined` for text that can never be a code: more than 128 UTF-16 units, ill-formed, or not 1 to 48 symbols.
 */
export function canonicalCode(typed: string): string | undefined {
  if (typed.length > maxTypedUnits || !isWellFormed(typed)) return undefined
  const symbols = withoutInvisible(typed).replace(separators, '').replace(surroundings, '')
  // Without a separator, a letter and its combining mark can meet: hence the second normal form.
  const canonical = symbols.normalize('NFKC')
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
