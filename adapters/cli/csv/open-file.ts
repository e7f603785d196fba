import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CommandError } from '../exit-codes.js'
import type { Terminal } from '../terminal.js'
import { readRecords } from './read-records.js'
import type { CsvRow, ListOptions } from './rows.js'
import { readRows } from './rows.js'

/** A list of users: a file, or `-` for standard input. */
export interface CsvFile {
  /** `true` when it can be read again from its start. */
  readonly isRepeatable: boolean
  /** `true` for a regular file: its end is the end of the list. */
  readonly isComplete: boolean
  open(): AsyncIterable<Uint8Array>
  /** Counts the rows, for the progress bar. Returns `undefined` for a pipe. */
  countRows(delimiter: string | undefined): Promise<number | undefined>
}

/** @throws {@link CommandError} when the file cannot be read. */
export async function openCsv({ folder, input, isInputFile }: Terminal, name: string): Promise<CsvFile> {
  const unread = { isRepeatable: false, countRows: async () => undefined }
  if (name === '-') return { ...unread, isComplete: isInputFile, open: () => input }
  const path = resolve(folder, name)
  const found = await stat(path).catch((cause: Error) => {
    throw new CommandError(`Cannot read ${path}: ${cause.message}`, undefined, { cause })
  })
  if (found.isDirectory()) throw new CommandError(`${path} is a folder. Name a CSV file.`)
  const open = (): AsyncIterable<Uint8Array> => createReadStream(path)
  if (!found.isFile()) return { ...unread, isComplete: false, open }
  return { isRepeatable: true, isComplete: true, open, countRows: (delimiter = ',') => countRows(open(), delimiter) }
}

async function countRows(input: AsyncIterable<Uint8Array>, delimiter: string): Promise<number> {
  let rows = -1
  for await (const record of readRecords(input, { delimiter, isComplete: true })) {
    if ('problem' in record || record.cells.some((cell) => cell !== '')) rows += 1
  }
  return Math.max(rows, 0)
}

/** Yields the rows until the signal aborts. What was read only in part then is no row and no problem. */
export async function* rowsUntil(
  signal: AbortSignal,
  file: CsvFile,
  options: ListOptions,
): AsyncGenerator<CsvRow, void, undefined> {
  try {
    const rows = readRows(untilAborted(file.open(), signal), { ...options, isComplete: file.isComplete })
    for await (const row of rows) {
      if (signal.aborted) return
      yield row
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Ends when the signal aborts, also while it waits for a pipe. */
async function* untilAborted(
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
  const iterator = input[Symbol.asyncIterator]()
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted])
      if (next === undefined || next.done) return
      yield next.value
    }
  } finally {
    // Not awaited: a pipe may never end.
    void iterator.return?.()
  }
}
