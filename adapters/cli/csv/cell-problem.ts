import type { Column } from './columns.js'

/** Refuses what a spreadsheet would run as a formula, what could control a terminal, and text that was damaged before. */
export function cellProblem(column: Column, cell: string): string | undefined {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(cell)) return 'must not contain line breaks or other control characters'
  if (cell.includes('\ufffd')) return 'has lost a character before (U+FFFD). Correct it, or export the list again'
  // CWE-1236. A phone number may begin with a plus.
  if (/^[=@]/.test(cell) || (/^[+-]/.test(cell) && !/^[+-][\d ().-]+$/.test(cell))) {
    return 'must not start with = @ + or -, like a formula of a spreadsheet'
  }
  const [invisible] = column === 'user' ? (invisibleCharacter.exec(cell) ?? []) : []
  if (invisible === undefined) return undefined
  const code = invisible.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return `has an invisible character (U+${code}), as text copied from a page has. Type the user again`
}

// No-break spaces, soft hyphens, zero-width spaces and marks of the writing direction.
const invisibleCharacter = /[\u00a0\u00ad\u2007\u200b\u200e\u200f\u202a-\u202f\u2060-\u2069\ufeff]/
