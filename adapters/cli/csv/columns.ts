import { CommandError, exitCodes } from '../exit-codes.js'

/** Every column that a file may have, with the function that reads its cells. */
const readers = {
  user: asText,
  startDate: asText,
  startTime: asText,
  timeZone: asText,
  startDateTime: asInstant,
  lifetimeInMinutes: asCount,
  isUsableOnce: asYesOrNo,
  justification: asText,
  ticket: asText,
  deliverTo: (cell: string) => cell.toLowerCase(),
  idempotencyKey: asText,
} satisfies Readonly<Record<string, (cell: string) => unknown>>

export type Column = keyof typeof readers

const columns: readonly Column[] = Object.keys(readers) as Column[]

/** The problem with one cell. */
export class CellError extends Error {}

/** @throws {@link CellError} */
export function readCell(column: Column, cell: string): unknown {
  return readers[column](cell)
}

/**
 * Finds the columns by name. Case, spaces, dashes and underscores do not matter.
 *
 * @throws {@link CommandError} with every problem of the first line.
 */
export function readHeader(cells: readonly string[], delimiter: string): readonly Column[] {
  const problems: string[] = []
  const found = cells.map((cell) => byName.get(plain(cell)))
  for (const [index, cell] of cells.entries()) {
    const column = found[index]
    if (column === undefined)
      problems.push(`column ${index + 1}, ${JSON.stringify(cell)}, is unknown. Allowed: ${columns.join(', ')}`)
    else if (found.indexOf(column) < index)
      problems.push(`column ${index + 1}, "${column}", is given twice. Remove one of them`)
  }
  if (!found.includes('user')) problems.push('the column "user" is missing')
  if (problems.length === 0) return found.filter((column) => column !== undefined)
  const other =
    cells.length === 1 ? [';', '\t', ','].find((sign) => sign !== delimiter && cells[0]?.includes(sign)) : undefined
  if (other !== undefined)
    problems.push(`the cells seem to be separated by ${JSON.stringify(other)}. Set it with --delimiter`)
  throw new CommandError(problems.map((problem) => `line 1: ${problem}`).join('\n'), exitCodes.refused)
}

const byName = new Map(columns.map((column) => [plain(column), column]))

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}

function asText(cell: string): string {
  return cell
}

function asCount(cell: string): number {
  if (/^\d{1,9}$/.test(cell)) return Number(cell)
  throw new CellError('must be a whole number')
}

function asYesOrNo(cell: string): boolean {
  const word = cell.toLowerCase()
  if (word === 'true' || word === 'yes') return true
  if (word === 'false' || word === 'no') return false
  throw new CellError('must be true, false, yes or no')
}

/** Reads RFC 3339 with an offset. Without an offset, the instant would depend on the machine. */
export function asInstant(cell: string): Date {
  const form = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
  const [, day] = form.exec(cell) ?? []
  const instant = new Date(cell)
  if (day === undefined || Number.isNaN(instant.getTime()) || !isDay(day)) {
    throw new CellError('must be a time with its offset, such as 2026-12-01T09:00+01:00')
  }
  return instant
}

/** `Date` accepts 30 February, as 2 March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}
