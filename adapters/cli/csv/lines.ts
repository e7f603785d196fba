/** One line of a file, without its line break. */
export interface CsvLine {
  /** The first line is 1. */
  readonly number: number
  /** `undefined` when the line cannot be read as text. */
  readonly text?: string | undefined
  readonly problem?: string | undefined
}

/** Keeps a file without line breaks from filling the memory. */
export const maxLineBytes = 65_536

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Yields the lines of a UTF-8 file of any size, in constant memory, without a byte-order mark. Every line must end with LF
 * or CRLF, the last line too: in a file that was cut off, `48` may have been `480`.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<CsvLine, void, undefined> {
  let number = 1
  let pending: Uint8Array = new Uint8Array()
  // The rest of such a line is dropped.
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
    if (pending.length > maxLineBytes) {
      pending = new Uint8Array()
      isTooLong = true
    }
  }
  if (isTooLong) yield tooLong(number)
  else if (pending.length > 0)
    yield {
      ...toLine(number, pending),
      problem: 'the file ends without a line break, so this line may be cut off. Add the line break if it is complete',
    }
}

function toLine(number: number, bytes: Uint8Array): CsvLine {
  if (bytes.length > maxLineBytes) return tooLong(number)
  const content = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes
  const text = decoded(number === 1 ? withoutMark(content) : content)
  return text === undefined ? { number, problem: notUtf8(number, content) } : { number, text }
}

function tooLong(number: number): CsvLine {
  return { number, problem: `is longer than ${maxLineBytes} bytes, the maximum` }
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
  return isUtf16 ? 'is UTF-16. Save the file as "CSV UTF-8"' : 'is not valid UTF-8. Save the file as "CSV UTF-8"'
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.length === 0) return after
  const whole = new Uint8Array(before.length + after.length)
  whole.set(before)
  whole.set(after, before.length)
  return whole
}
