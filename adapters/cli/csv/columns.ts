import type { DayFormat } from './days.js'
import { isDay, readDay, readTime } from './days.js'
import { kindOf } from './kind-of.js'

/** Every column that a file may have, with the function that reads its cells. */
const readers = {
  user: asText,
  startDate: asDay,
  startTime: asTime,
  timeZone: asText,
  startDateTime: asInstant,
  lifetimeInMinutes: asCount,
  isUsableOnce: asYesOrNo,
  justification: asText,
  ticket: asText,
  deliverTo: (cell: string) => cell.toLowerCase(),
  idempotencyKey: asText,
} satisfies Readonly<Record<string, (cell: string, formats: readonly DayFormat[]) => unknown>>

export type Column = keyof typeof readers

export const columnNames: readonly Column[] = Object.keys(readers) as Column[]

/** The problem with one cell. */
export class CellError extends Error {}

/** @throws {@link CellError} */
export function readCell(column: Column, cell: string, formats: readonly DayFormat[]): unknown {
  return readers[column](cell, formats)
}

/** Finds a column by its name. Case, spaces, dashes and underscores do not matter. */
export function columnNamed(name: string): Column | undefined {
  return byName.get(plainName(name))
}

export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}

const byName = new Map(columnNames.map((column) => [plainName(column), column]))

function asText(cell: string): string {
  return cell
}

function asDay(cell: string, formats: readonly DayFormat[]): string {
  const read = readDay(cell, formats)
  if ('day' in read) return read.day
  const { problem, cure } = read
  const kind = problem.includes(' could be ') ? '' : `, not ${kindOf(cell).replace(/^a date$/, 'another date')}`
  throw new CellError(`${problem}${kind}. ${cure}`)
}

function asTime(cell: string): string {
  const time = readTime(cell)
  if (time === undefined)
    throw new CellError(
      `must be a time on 24 hours, such as 09:00, not ${kindOf(cell).replace(/^a time$/, 'another time')}`,
    )
  return time
}

function asCount(cell: string): number {
  if (/^\d{1,9}$/.test(cell)) return Number(cell)
  throw new CellError(`must be a whole number, such as 480, not ${kindOf(cell)}`)
}

function asYesOrNo(cell: string): boolean {
  const word = cell.toLowerCase()
  if (word === 'true' || word === 'yes') return true
  if (word === 'false' || word === 'no') return false
  throw new CellError(`must be true, false, yes or no, not ${kindOf(cell)}`)
}

/** Reads RFC 3339 with an offset. Without an offset, the instant would depend on the machine. */
export function asInstant(cell: string): Date {
  const form = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
  const [, day] = form.exec(cell) ?? []
  const instant = new Date(cell)
  if (day === undefined || Number.isNaN(instant.getTime()) || !isDay(day)) {
    throw new CellError(`must be a time with its offset, such as 2026-12-01T09:00+01:00, not ${kindOf(cell)}`)
  }
  return instant
}
