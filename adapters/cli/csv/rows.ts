import { createHash } from 'node:crypto'
import type { PassRow } from '../../../src/index.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { cellProblem, parseCells } from './cells.js'
import type { Column } from './columns.js'
import { CellError, readCell, readHeader } from './columns.js'
import type { CsvLine } from './lines.js'
import { readLines } from './lines.js'

export interface CsvOptions {
  /** Default: `,`. */
  readonly delimiter?: string | undefined
  /** Part of the key of rows without an `idempotencyKey`: the same rows in another batch are issued again. Default: `''`. */
  readonly batch?: string | undefined
}

/** A row, or every problem with it. */
export type CsvRow = { readonly line: number; readonly row: PassRow } | BadRow

export interface BadRow {
  readonly line: number
  readonly issues: readonly CsvIssue[]
}

export interface CsvIssue {
  /** The name of the column, or `row`. */
  readonly field: string
  readonly message: string
}

/**
 * Yields the rows of a list of users one by one, in constant memory. Empty lines are skipped.
 *
 * @throws {@link CommandError} when the first line does not name the columns.
 */
export async function* readRows(
  input: AsyncIterable<Uint8Array>,
  { delimiter = ',', batch = '' }: CsvOptions = {},
): AsyncGenerator<CsvRow, void, undefined> {
  let header: readonly Column[] | undefined
  for await (const line of readLines(input)) {
    if (header) {
      if (line.text?.trim() !== '') yield toRow(line, header, { delimiter, batch })
    } else {
      header = readFirst(line, delimiter)
    }
  }
  if (!header)
    throw new CommandError('The file is empty. Its first line must name the columns, such as: user', exitCodes.refused)
}

function readFirst({ text, problem }: CsvLine, delimiter: string): readonly Column[] {
  const parsed = text === undefined ? undefined : parseCells(text, delimiter)
  if (parsed?.ok) return readHeader(parsed.cells, delimiter)
  throw new CommandError(`line 1: ${parsed?.problem ?? problem}`, exitCodes.refused)
}

function toRow(line: CsvLine, header: readonly Column[], options: Required<CsvOptions>): CsvRow {
  const bad = (message: string): BadRow => ({ line: line.number, issues: [{ field: 'row', message }] })
  if (line.text === undefined || line.problem !== undefined) return bad(line.problem ?? 'cannot be read')
  const parsed = parseCells(line.text, options.delimiter ?? ',')
  if (!parsed.ok) return bad(parsed.problem)
  if (parsed.cells.length !== header.length) {
    return bad(`has ${parsed.cells.length} cells, but the first line has ${header.length}`)
  }
  const { fields, issues } = readFields(header, parsed.cells)
  if (issues.length > 0) return { line: line.number, issues }
  const row = { idempotencyKey: idempotencyKeyOf(fields, options.batch ?? ''), ...fields } as unknown as PassRow
  return { line: line.number, row }
}

function readFields(
  header: readonly Column[],
  cells: readonly string[],
): { fields: RowFields; issues: readonly CsvIssue[] } {
  const fields: RowFields = {}
  const issues: CsvIssue[] = []
  for (const [index, column] of header.entries()) {
    const cell = cells[index] ?? ''
    if (cell === '') continue
    try {
      const problem = cellProblem(cell)
      if (problem !== undefined) throw new CellError(problem)
      fields[column] = readCell(column, cell)
    } catch (error) {
      if (!(error instanceof CellError)) throw error
      issues.push({ field: column, message: `${error.message} (${JSON.stringify(shortened(cell))})` })
    }
  }
  if (fields.user === undefined && issues.length === 0) issues.push({ field: 'user', message: 'must not be empty' })
  return { fields, issues }
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

function shortened(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}…` : cell
}
