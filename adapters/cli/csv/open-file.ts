import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CommandError } from '../exit-codes.js'
import type { Terminal } from '../terminal.js'
import { readLines } from './lines.js'

/** A list of people: a file, or `-` for what comes through a pipe. */
export interface CsvFile {
  /** Can it be read from its beginning more than once? */
  readonly isRepeatable: boolean
  open(): AsyncIterable<Uint8Array>
  /** Lines after the first, for an estimate. `undefined` where that would use them up. */
  countRows(): Promise<number | undefined>
}

/** @throws {@link CommandError} when there is no such file. */
export async function openCsv({ folder, input }: Terminal, name: string): Promise<CsvFile> {
  if (name === '-') return { isRepeatable: false, open: () => input, countRows: async () => undefined }
  const path = resolve(folder, name)
  const found = await stat(path).catch((cause: Error) => {
    throw new CommandError(`Cannot read ${path}: ${cause.message}`, undefined, { cause })
  })
  if (found.isDirectory()) throw new CommandError(`${path} is a folder`)
  const open = (): AsyncIterable<Uint8Array> => createReadStream(path)
  if (!found.isFile()) return { isRepeatable: false, open, countRows: async () => undefined }
  return { isRepeatable: true, open, countRows: () => countRows(open()) }
}

async function countRows(input: AsyncIterable<Uint8Array>): Promise<number> {
  let rows = -1
  for await (const { text } of readLines(input)) if (text !== '') rows += 1
  return Math.max(rows, 0)
}

/** Ends with the signal, also while a pipe is waited for. */
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
