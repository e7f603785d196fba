import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CommandError } from '../exit-codes.js'
import type { Terminal } from '../terminal.js'
import { readLines } from './lines.js'

/** A list of users: a file, or `-` for standard input. */
export interface CsvFile {
  /** `true` when it can be read again from its start. */
  readonly isRepeatable: boolean
  open(): AsyncIterable<Uint8Array>
  /** Counts the lines after the first, for the progress bar. Returns `undefined` for a pipe. */
  countRows(): Promise<number | undefined>
}

/** @throws {@link CommandError} when the file cannot be read. */
export async function openCsv({ folder, input }: Terminal, name: string): Promise<CsvFile> {
  if (name === '-') return { isRepeatable: false, open: () => input, countRows: async () => undefined }
  const path = resolve(folder, name)
  const found = await stat(path).catch((cause: Error) => {
    throw new CommandError(`Cannot read ${path}: ${cause.message}`, undefined, { cause })
  })
  if (found.isDirectory()) throw new CommandError(`${path} is a folder. Name a CSV file.`)
  const open = (): AsyncIterable<Uint8Array> => createReadStream(path)
  if (!found.isFile()) return { isRepeatable: false, open, countRows: async () => undefined }
  return { isRepeatable: true, open, countRows: () => countRows(open()) }
}

async function countRows(input: AsyncIterable<Uint8Array>): Promise<number> {
  let rows = -1
  for await (const { text } of readLines(input)) if (text !== '') rows += 1
  return Math.max(rows, 0)
}

/** Ends when the signal aborts, also while it waits for a pipe. */
export async function* untilAborted(
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
  const iterator = input[Symbol.asyncIterator]()
  while (!signal.aborted) {
    const next = await Promise.race([iterator.next(), aborted])
    if (next === undefined || next.done) return
    yield next.value
  }
}
