/** Describes a cell without its text, which may be a passcode in the wrong column. */
export function kindOf(cell: string): string {
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b/.test(cell)) return 'a date'
  if (/^\d{1,2}[:.h]\d{2}/i.test(cell)) return 'a time'
  if (/^\d+$/.test(cell)) return `a number of ${cell.length} digits`
  if (/^[+-]?[\d.,\s]+$/.test(cell)) return 'a number with other signs'
  if (/^\S+@\S+$/.test(cell)) return 'an email address'
  return cell.length === 1 ? 'text of 1 character' : `text of ${cell.length} characters`
}
