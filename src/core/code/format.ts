import type { AlphabetName } from '../policy/policy.js'
import { alphabets } from './alphabet.js'

const minGroupedLength = 8

/** The code as it is shown: in fours joined by dashes where its alphabet is meant to be dictated, else as it is. */
export function displayCode(code: string, alphabet: AlphabetName): string {
  const isGrouped = alphabets[alphabet].isGrouped && code.length >= minGroupedLength
  return isGrouped ? code.replace(/.{4}(?=.)/g, '$&-') : code
}
