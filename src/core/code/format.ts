import type { AlphabetName } from '../policy/policy.js'
import { alphabets } from './alphabet.js'

const minGroupedLength = 8

/** Returns the code as administrators and users see it: in groups of four if its alphabet is grouped. */
export function displayCode(code: string, alphabet: AlphabetName): string {
  const isGrouped = alphabets[alphabet].isGrouped && code.length >= minGroupedLength
  return isGrouped ? code.replace(/.{4}(?=.)/g, '$&-') : code
}
