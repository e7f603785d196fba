import { Buffer, isUtf8 } from 'node:buffer'
import { separatedBy, signAfterQuotes } from './other-delimiter.js'
import { otherFormat } from './other-formats.js'
import { splitRecords } from './split-records.js'

/** One record of a CSV file. A quoted cell may contain line breaks. */
export interface CsvRecord {
  /** The line on which the record begins. The first line is 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** What the end of the input may have cut off, if the record lacks its line break. */
  readonly mayLack?: 'text' | 'cells' | undefined
}

/** A fault of the file. Where the next record begins is unknown, so nothing after it is read. */
export interface CsvFault {
  readonly line: number
  /** In a cell of this record. */
  readonly cells?: readonly string[] | undefined
  readonly problem: string
}

export interface CsvFormat {
  readonly delimiter: string
  /** `true` for a regular file, whose end is the end of the list. A pipe also ends if its program fails. */
  readonly isComplete: boolean
}

/** Keeps a file without line breaks, or with a quote that is never closed, from filling the memory. */
export const maxRecordBytes = 65_536

const lineFeed = 0x0a
const quote = 0x22

/** Yields the records of a file of any size, in constant memory, up to the first fault of the file. */
export async function* readRecords(
  input: AsyncIterable<Uint8Array>,
  format: CsvFormat,
): AsyncGenerator<CsvRecord | CsvFault, void, undefined> {
  let line = 1
  let pending: Buffer = Buffer.alloc(0)
  let quotes = 0
  let isCellOpen = false
  for await (const chunk of fromFirstLine(input)) {
    if (line === 1 && pending.length === 0) {
      const problem = otherFormat(firstLine(chunk))
      if (problem !== undefined) return yield { line, problem }
    }
    pending = Buffer.concat([pending, chunk])
    quotes += count(chunk, quote)
    const end = chunk.includes(lineFeed) ? pending.lastIndexOf(lineFeed) + 1 : 0
    // While the quotes are odd, a cell is open at the end, mostly the same one: a long one is not parsed again at each of its lines.
    const isLikelyOpen = isCellOpen && (quotes - count(pending.subarray(end), quote)) % 2 === 1
    if (end > 0 && (!isLikelyOpen || pending.length > maxRecordBytes)) {
      const read = readLines(pending.subarray(0, end), line, format)
      yield* read.records
      if (read.fault) return yield read.fault
      pending = pending.subarray(read.length)
      line = read.line
      quotes = count(pending, quote)
      isCellOpen = read.isCellOpen
    }
    if (pending.length > maxRecordBytes) return yield { line, problem: problems.tooLong }
  }
  const { records, fault, isCellOpen: isOpenAtEnd, line: endLine } = readLines(pending, line, format)
  yield* withEnd(records, pending, format)
  if (fault) yield fault
  else if (isOpenAtEnd) yield { line: endLine, problem: problems.open }
}

interface ReadLines {
  readonly records: readonly CsvRecord[]
  readonly fault?: CsvFault | undefined
  readonly isCellOpen: boolean
  /** How many bytes the records have. */
  readonly length: number
  /** The line after them. */
  readonly line: number
}

function readLines(bytes: Buffer, firstLine: number, { delimiter }: CsvFormat): ReadLines {
  const { records: split, fault } = splitRecords(bytes, delimiter)
  const isText = isUtf8(bytes)
  const records: CsvRecord[] = []
  let line = firstLine
  let begin = 0
  const ended = (problem?: string, cells?: readonly string[]): ReadLines => ({
    records,
    fault: problem === undefined ? undefined : { line, cells, problem },
    isCellOpen: fault === 'open',
    length: begin,
    line,
  })
  for (const { cells, end } of split) {
    const content = bytes.subarray(begin, end)
    if (content.length > maxRecordBytes) return ended(problems.tooLong)
    if (!isText && !isUtf8(content)) return ended(problems.notUtf8, cells)
    records.push({ line, cells })
    line += count(content, lineFeed)
    begin = end
  }
  if (fault === undefined || fault === 'open') return ended()
  const sign = line === 1 ? signAfterQuotes(bytes.toString('utf8'), delimiter) : undefined
  return ended(sign === undefined ? problems[fault] : separatedBy(sign))
}

function count(bytes: Buffer, byte: number): number {
  let found = 0
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found += 1
  return found
}

/** Marks the last record if its end may be missing: in a pipe that was cut off, `48` may have been `480`. */
function withEnd(records: readonly CsvRecord[], bytes: Buffer, { isComplete }: CsvFormat): readonly CsvRecord[] {
  const last = records.at(-1)
  if (isComplete || last === undefined || bytes.at(-1) === lineFeed) return records
  const mayLack = bytes.toString('utf8').trimEnd().endsWith('"') ? 'cells' : 'text'
  return [...records.slice(0, -1), { ...last, mayLack }]
}

/** Joins the first chunks until they have a whole line, and removes the byte-order mark. */
async function* fromFirstLine(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let first: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (first === undefined) {
      yield bytes
      continue
    }
    first = Buffer.concat([first, bytes])
    if (first.length <= maxRecordBytes && !bytes.includes(lineFeed)) continue
    yield withoutMark(first)
    first = undefined
  }
  if (first) yield withoutMark(first)
}

function firstLine(bytes: Buffer): Buffer {
  const end = bytes.indexOf(lineFeed)
  return end === -1 ? bytes : bytes.subarray(0, end + 1)
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

const problems = {
  tooLong: `the record is longer than ${maxRecordBytes} bytes, the maximum. Look for a quote that is never closed`,
  notUtf8: 'the text is not valid UTF-8. Save the file as "CSV UTF-8"',
  open: 'a quote is never closed, so the file ends inside a cell. Close it, or export the list again',
  bare: 'a cell has a quote inside, but does not begin with one. Quote the whole cell, and double the quotes inside it',
  closed: 'a cell goes on after its closing quote. Double each quote inside a cell: "say ""hello"""',
} as const
