import type { RetiredWord } from './retired-words.js'
import { retiredIdentifiers, retiredPhrases } from './retired-words.js'

/** One line that speaks the old language. */
export interface LanguageFault {
  readonly path: string
  readonly line: number
  readonly found: string
  readonly use: string
}

const titleOf = /^\s*(?:describe|it|test)(?:\.each\([^)]*\))?\(\s*(['"`])(.*?)\1/

/** Returns the retired phrases and identifiers of one file. In tests only the titles count. */
export function languageFaults(path: string, text: string): readonly LanguageFault[] {
  const isTest = path.startsWith('test/')
  const isCode = /\.(ts|mjs|js)$/.test(path)
  const words = isCode && !isTest ? [...retiredPhrases, ...retiredIdentifiers] : retiredPhrases
  return text.split('\n').flatMap((line, index) => {
    const read = isTest ? (titleOf.exec(line)?.[2] ?? '') : line
    return words.flatMap((word) => faultIn(path, index + 1, read, word))
  })
}

function faultIn(path: string, line: number, text: string, { pattern, use }: RetiredWord): readonly LanguageFault[] {
  const found = pattern.exec(text)?.[0]
  return found === undefined ? [] : [{ path, line, found, use }]
}
