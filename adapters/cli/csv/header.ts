import { CommandError, exitCodes } from '../exit-codes.js'
import type { Column } from './columns.js'
import { columnNamed, columnNames, plainName } from './columns.js'
import { nearest } from './nearest.js'
import { separatedBy, signWithin } from './other-delimiter.js'

/** What the first line of a file names. */
export interface ListHeader {
  /** One entry for each named column of the file, `undefined` for a column that is not read. */
  readonly columns: readonly (Column | undefined)[]
  readonly headings: readonly string[]
}

/** The heading of a column, as the command line names it. An empty heading: the file has no such column. */
export interface ChosenColumn {
  readonly column: Column
  readonly heading: string
}

export interface ListHeaderOptions {
  readonly delimiter: string
  readonly chosen: readonly ChosenColumn[]
  /** `true` to leave out the columns that are not read. */
  readonly isIgnoringOthers: boolean
}

/**
 * Finds the columns by name.
 *
 * @throws {@link CommandError} with every problem of the first line, or of the command line if the file lacks a column
 * that it names.
 */
export function readHeader(line: number, cells: readonly string[], options: ListHeaderOptions): ListHeader {
  const headings = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
  const columns: (Column | undefined)[] = headings.map(() => undefined)
  const otherSign = signWithin(cells, options.delimiter)
  const hint = otherSign === undefined ? [] : [separatedBy(otherSign)]
  const wrong = options.chosen.flatMap((choice) => place(choice, headings, columns))
  if (wrong.length > 0) throw new CommandError([...wrong, ...hint].join('\n'))
  const taken = new Set(options.chosen.map(({ column }) => column))
  const problems: string[] = []
  const others: number[] = []
  for (const [index, heading] of headings.entries()) {
    if (columns[index] !== undefined || heading === '') continue
    const column = columnNamed(heading)
    if (column === undefined || taken.has(column)) others.push(index)
    else if (columns.includes(column))
      problems.push(`column ${index + 1}, "${column}", is given twice. Remove one of them`)
    else columns[index] = column
  }
  if (columns.every((column) => column === undefined)) problems.push(noneKnown(headings))
  else problems.push(...unknown(headings, others, options), ...missing(columns))
  if (problems.length === 0) return { columns, headings }
  throw new CommandError(
    [...problems, ...hint].map((problem) => `line ${line}: ${problem}`).join('\n'),
    exitCodes.refused,
  )
}

/** Enters a chosen column where its heading is. An exact heading is preferred to a similar one. */
function place(
  { column, heading }: ChosenColumn,
  headings: readonly string[],
  columns: (Column | undefined)[],
): readonly string[] {
  if (heading === '') return []
  const flag = `--column ${column}=${JSON.stringify(heading)}`
  const exact = indexesOf(headings, (other) => other === heading)
  const [index, other] = exact.length > 0 ? exact : indexesOf(headings, (one) => plainName(one) === plainName(heading))
  if (index === undefined) {
    const similar = nearest(heading, headings)
    const cure = similar === undefined ? 'Remove any lines above the headings' : `It has ${JSON.stringify(similar)}`
    return [`${flag}: the first line has no such heading. ${cure}.`]
  }
  if (other !== undefined) {
    return [`${flag}: columns ${index + 1} and ${other + 1} of the file both have this name. Rename one of them.`]
  }
  if (columns[index] !== undefined) return [`${flag}: --column ${columns[index]} names this column already.`]
  columns[index] = column
  return []
}

function indexesOf(headings: readonly string[], isIt: (heading: string) => boolean): readonly number[] {
  return headings.flatMap((heading, index) => (isIt(heading) ? [index] : []))
}

/** A first line without a known name may be a row, with secrets in it, so its cells are not printed. */
function noneKnown(headings: readonly string[]): string {
  return `the column "user" is missing. This must be the line that names the columns, and none of its ${headings.length} cells is such a name. Remove the lines above it, or name the column of the users with --column user="…"`
}

function unknown(
  headings: readonly string[],
  others: readonly number[],
  { isIgnoringOthers }: ListHeaderOptions,
): readonly string[] {
  if (isIgnoringOthers) return []
  const names = others.map((index) => `column ${index + 1}, ${JSON.stringify(headings[index])}, is unknown`)
  if (names.length === 0) return []
  const cure = `Allowed: ${columnNames.join(', ')}. Name a column with --column, or leave out the others with --ignore-columns`
  return [`${names.join('; ')}. ${cure}`]
}

function missing(columns: readonly (Column | undefined)[]): readonly string[] {
  return columns.includes('user') ? [] : ['the column "user" is missing. Name it with --column user="…"']
}
