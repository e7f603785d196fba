import type { CsvRow, ListOptions } from '../../../adapters/cli/csv/rows.js'
import { readRows } from '../../../adapters/cli/csv/rows.js'
import { CommandError } from '../../../adapters/cli/exit-codes.js'

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

/** Yields the content in chunks of these sizes, as a file or a pipe does. */
export async function* pieces(content: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let begin = 0
  for (let turn = 0; begin < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    yield content.subarray(begin, begin + size)
    begin += size
  }
}

export interface ListRead {
  readonly rows: readonly CsvRow[]
  /** The message of the error that refuses the whole file. */
  readonly refused?: string | undefined
}

export async function readList(
  content: string | Uint8Array,
  options: ListOptions = {},
  sizes: readonly number[] = [65_536],
): Promise<ListRead> {
  const rows: CsvRow[] = []
  try {
    const input = pieces(typeof content === 'string' ? bytes(content) : content, sizes)
    for await (const row of readRows(input, options)) rows.push(row)
    return { rows }
  } catch (error) {
    if (error instanceof CommandError) return { rows, refused: error.message }
    throw error
  }
}

/** Returns the users of the good rows. */
export function usersOf({ rows }: ListRead): readonly string[] {
  return rows.flatMap((row) => ('row' in row ? [row.row.user] : []))
}

/** Returns `line N: field: message` for every problem, and the error that refuses the file. */
export function problemsOf({ rows, refused }: ListRead): readonly string[] {
  const issues = rows.flatMap((row) =>
    'issues' in row ? row.issues.map(({ field, message }) => `line ${row.line}: ${field}: ${message}`) : [],
  )
  return refused === undefined ? issues : [...issues, refused]
}
