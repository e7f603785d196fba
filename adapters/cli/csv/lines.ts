/** One line of a file, without what ends it. */
export interface Line {
  /** From 1. */
  readonly number: number
  /** Absent when it cannot be read as text. */
  readonly text?: string | undefined
  readonly problem?: string | undefined
}

/** Longer than any row has reason to be: a file without line ends must not fill the memory. */
export const longestLineBytes = 65_536

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * The lines of a file in UTF-8, however long it is, in little memory. They end with LF or CRLF, the last one as well: of
 * one that does not nobody can tell whether `48` was `480`. A byte-order mark is left out.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void, undefined> {
  let number = 1
  let pending: Uint8Array = new Uint8Array()
  // A line of which only the length is known any more.
  let isTooLong = false
  for await (const chunk of input) {
    let begin = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, begin)) {
      yield isTooLong ? tooLong(number) : toLine(number, joined(pending, chunk.subarray(begin, end)))
      number += 1
      begin = end + 1
      pending = new Uint8Array()
      isTooLong = false
    }
    pending = isTooLong ? pending : joined(pending, chunk.subarray(begin))
    if (pending.length > longestLineBytes) {
      pending = new Uint8Array()
      isTooLong = true
    }
  }
  if (isTooLong) yield tooLong(number)
  else if (pending.length > 0)
    yield {
      ...toLine(number, pending),
      problem: 'the file ends within this line; end it with a line break if it is whole',
    }
}

function toLine(number: number, bytes: Uint8Array): Line {
  if (bytes.length > longestLineBytes) return tooLong(number)
  const content = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes
  const text = decoded(number === 1 ? withoutMark(content) : content)
  return text === undefined ? { number, problem: notUtf8(number, content) } : { number, text }
}

function tooLong(number: number): Line {
  return { number, problem: `is longer than ${longestLineBytes} bytes` }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function notUtf8(number: number, [first, second]: Uint8Array): string {
  const isUtf16 = number === 1 && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
  return isUtf16 ? 'is UTF-16: save the file as "CSV UTF-8"' : 'is not UTF-8: save the file as "CSV UTF-8"'
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.length === 0) return after
  const whole = new Uint8Array(before.length + after.length)
  whole.set(before)
  whole.set(after, before.length)
  return whole
}
