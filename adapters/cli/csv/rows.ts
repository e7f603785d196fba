import { createHash } from 'node:crypto'
import type { PassRow } from '../../../src/index.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { cellProblem } from './cell-problem.js'
import type { Column } from './columns.js'
import { CellError, plainName, readCell } from './columns.js'
import type { DayFormat } from './days.js'
import type { ChosenColumn, ListHeader } from './header.js'
import { readHeader } from './header.js'
import type { CsvFault, CsvRecord } from './read-records.js'
import { readRecords } from './read-records.js'

export interface ListOptions {
  /** Default: `,`. */
  readonly delimiter?: string | undefined
  /** Default: the columns have their own names. */
  readonly chosen?: readonly ChosenColumn[] | undefined
  /** Leaves out the columns that are not read. Default: they are an error. */
  readonly isIgnoringOthers?: boolean | undefined
  /** Beside `2026-12-01`. Default: none. */
  readonly dayFormats?: readonly DayFormat[] | undefined
  /** For rows without a value of their own. They are no part of a row's key. Default: none. */
  readonly defaults?: RowDefaults | undefined
  /** Part of the key of rows without an `idempotencyKey`: the same rows in another batch are issued again. Default: `''`. */
  readonly batch?: string | undefined
  /** `true` for a regular file: its last line needs no line break. Default: `false`. */
  readonly isComplete?: boolean | undefined
}

export interface RowDefaults {
  /** For rows with a `startDate`. */
  readonly timeZone?: string | undefined
  /** For rows with a `startDate`. */
  readonly startTime?: string | undefined
  readonly lifetimeInMinutes?: number | undefined
}

/** A row, or every problem with it. */
export type CsvRow = { readonly line: number; readonly row: PassRow } | BadRow

export interface BadRow {
  readonly line: number
  readonly issues: readonly CsvIssue[]
}

export interface CsvIssue {
  /** The name of the column, its heading if it is not read, or `row`. */
  readonly field: string
  readonly message: string
}

/**
 * Yields the rows of a list of users one by one, in constant memory. Rows without a value are skipped. A fault of the
 * file ends the list.
 *
 * @throws {@link CommandError} when the first line does not name the columns.
 */
export async function* readRows(
  input: AsyncIterable<Uint8Array>,
  options: ListOptions = {},
): AsyncGenerator<CsvRow, void, undefined> {
  const { delimiter = ',', chosen = [], isIgnoringOthers = false, isComplete = false } = options
  let header: ListHeader | undefined
  for await (const record of readRecords(input, { delimiter, isComplete })) {
    if ('problem' in record) {
      if (!header) throw new CommandError(`line ${record.line}: ${record.problem}`, exitCodes.refused)
      yield faulty(record, header)
    } else if (record.cells.some((cell) => cell !== '')) {
      if (header) yield toRow(record, header, options)
      else header = readHeader(record.line, record.cells, { delimiter, chosen, isIgnoringOthers })
    }
  }
  if (!header)
    throw new CommandError('The file is empty. Its first line must name the columns, such as: user', exitCodes.refused)
}

function faulty({ line, cells, problem }: CsvFault, { columns, headings }: ListHeader): BadRow {
  const damaged = cells?.findIndex((cell) => cell.includes('\ufffd')) ?? -1
  const field = columns[damaged] ?? headings[damaged] ?? 'row'
  return { line, issues: [{ field, message: `${problem}. No row from this line on was read` }] }
}

function toRow(record: CsvRecord, header: ListHeader, options: ListOptions): CsvRow {
  const { line, cells } = record
  const problem = shapeProblem(record, header, options)
  if (problem !== undefined) return { line, issues: [{ field: 'row', message: problem }] }
  const { fields, issues } = readFields(header, cells, options.dayFormats ?? [])
  if (issues.length > 0) return { line, issues }
  const idempotencyKey = idempotencyKeyOf(fields, options.batch ?? '')
  const { timeZone, startTime, lifetimeInMinutes } = options.defaults ?? {}
  const start = fields.startDate === undefined ? {} : { timeZone, startTime }
  return { line, row: { idempotencyKey, lifetimeInMinutes, ...start, ...fields } as unknown as PassRow }
}

/** Empty cells at the end of a row may be missing, and may be too many. */
function shapeProblem(
  { cells, mayLack }: CsvRecord,
  { columns, headings }: ListHeader,
  { isIgnoringOthers = false }: ListOptions,
): string | undefined {
  if (mayLack === 'text' || (mayLack === 'cells' && cells.length < columns.length)) {
    return 'the input ends without a line break, so this line may be cut off. Add the line break if it is complete'
  }
  if (cells.slice(columns.length).some((cell) => cell !== '')) {
    return `has ${cells.length} cells, but the first line has ${columns.length}. Quote a cell that contains the sign between cells`
  }
  const nameless = headings.findIndex((heading, index) => heading === '' && (cells[index] ?? '') !== '')
  if (nameless === -1 || isIgnoringOthers) return undefined
  return `has a value in column ${nameless + 1}, which has no name in the first line. Name the column, or remove it`
}

function readFields(
  { columns, headings }: ListHeader,
  cells: readonly string[],
  formats: readonly DayFormat[],
): { fields: RowFields; issues: readonly CsvIssue[] } {
  const fields: RowFields = {}
  const issues: CsvIssue[] = []
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? ''
    if (column === undefined || cell === '') continue
    try {
      const problem = cellProblem(column, cell)
      if (problem !== undefined) throw new CellError(problem)
      fields[column] = readCell(column, cell, formats)
    } catch (error) {
      if (!(error instanceof CellError)) throw error
      issues.push({ field: column, message: whereIs(column, headings[index]) + error.message })
    }
  }
  if (fields.user === undefined && !issues.some(({ field }) => field === 'user')) {
    issues.unshift({ field: 'user', message: `${whereIs('user', headings[columns.indexOf('user')])}must not be empty` })
  }
  return { fields, issues }
}

/** Names the column as the file does, if that is another name. */
function whereIs(column: Column, heading = ''): string {
  return plainName(heading) === plainName(column) ? '' : `column ${JSON.stringify(heading)} `
}

type RowFields = { [Name in Column]?: unknown }

/** The order of the columns does not matter: the same row always has the same key. */
function idempotencyKeyOf(fields: RowFields, batch: string): string {
  const content = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))
  const digest = createHash('sha256')
    .update(JSON.stringify([batch, content]))
    .digest('base64url')
  return `row-${digest.slice(0, 22)}`
}
