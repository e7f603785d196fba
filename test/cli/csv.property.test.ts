import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCells } from '../../adapters/cli/csv/cells.js'
import { maxLineBytes, readLines } from '../../adapters/cli/csv/lines.js'
import type { CsvRow } from '../../adapters/cli/csv/rows.js'
import { readRows } from '../../adapters/cli/csv/rows.js'
import { CommandError } from '../../adapters/cli/exit-codes.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const asNeeded = (cell: string) => (/[",]/.test(cell) ? quoted(cell) : cell)

/** Yields the content in chunks of these sizes, as a file or a pipe does. */
async function* pieces(content: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let begin = 0
  for (let turn = 0; begin < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    yield content.subarray(begin, begin + size)
    begin += size
  }
}

async function rowsOf(
  content: Uint8Array,
  sizes: readonly number[] = [65_536],
): Promise<readonly CsvRow[] | 'refused'> {
  const rows: CsvRow[] = []
  try {
    for await (const row of readRows(pieces(content, sizes))) rows.push(row)
    return rows
  } catch (error) {
    if (error instanceof CommandError) return 'refused'
    throw error
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
// A valid cell: no control characters, no formula.
const cell = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').trim())
  .filter((text) => !/^[=@+-]/.test(text))
const user = fc.record({ user: cell.filter((text) => text !== ''), justification: cell, ticket: cell })
const ending = fc.constantFrom('\n', '\r\n')
const style = fc.constantFrom(quoted, asNeeded)

describe('a list of users', () => {
  it('is read as written, whatever its quotes, line breaks, byte-order mark and chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(user, { maxLength: 8 }),
        ending,
        style,
        fc.boolean(),
        sizes,
        async (users, end, write, hasMark, cut) => {
          const lines = [
            ['user', 'justification', 'ticket'],
            ...users.map(({ user, justification, ticket }) => [user, justification, ticket]),
          ]
          const text = lines.map((cells) => cells.map(write).join(',') + end).join('')
          const rows = await rowsOf(bytes((hasMark ? '\ufeff' : '') + text), cut)
          const read =
            rows === 'refused'
              ? rows
              : rows.map((row) =>
                  'row' in row ? [row.line, row.row.user, row.row.justification, row.row.ticket] : row,
                )
          const orNone = (text: string) => (text === '' ? undefined : text)
          expect(read).toEqual(
            users.map((one, index) => [index + 2, one.user, orNone(one.justification), orNone(one.ticket)]),
          )
        },
      ),
    )
  })

  it('of arbitrary bytes gives rows and problems in line order, or one error', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\ufeff', '\u0000', '=', '1'), maxLength: 200 })
        .map(bytes),
    )
    await fc.assert(
      fc.asyncProperty(anything, sizes, async (content, cut) => {
        const rows = await rowsOf(new Uint8Array([...bytes('user,ticket\n'), ...content]), cut)
        if (rows === 'refused') throw new Error('the first line was good')
        const numbers = rows.map(({ line }) => line)
        expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other))
        expect(await rowsOf(content, cut)).toBeDefined()
      }),
    )
  })

  it('that is cut off gives every complete row and at most one problem', async () => {
    const whole = bytes('user,lifetimeInMinutes\r\nada,480\r\nbob,"60"\r\neve@example.com,480\r\n')
    const all = await rowsOf(whole)
    for (let length = 'user,lifetimeInMinutes\r\n'.length; length < whole.length; length += 1) {
      const rows = await rowsOf(whole.subarray(0, length))
      if (rows === 'refused' || all === 'refused') throw new Error('the first line was good')
      const good = rows.filter((row) => 'row' in row)
      expect(good, String(length)).toEqual(all.slice(0, good.length))
      expect(rows.length - good.length, String(length)).toBeLessThanOrEqual(1)
    }
  })

  it('gives a row one key for one content and batch, whatever the order of columns', async () => {
    const keyOf = async (text: string, batch?: string) => {
      for await (const row of readRows(pieces(bytes(text), [9]), { batch }))
        if ('row' in row) return row.row.idempotencyKey
    }
    const one = await keyOf('user,ticket\nada,1\n')
    expect(await keyOf('ticket,user\r\n"1",ada\r\n')).toBe(one)
    expect(await keyOf('user,ticket\nada,2\n')).not.toBe(one)
    expect(await keyOf('user,ticket\nada,1\n', 'two')).not.toBe(one)
    expect(await keyOf('user,idempotencyKey\nada,mine\n')).toBe('mine')
  })
})

describe('parseCells', () => {
  it('splits a line without quotes as the parser does', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', ',', ';', '\t', 'é', '='), minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(line, fc.constantFrom(',', ';'), (text, delimiter) => {
        // One quoted cell makes the parser read the whole line.
        const parsed = parseCells(`${text}${delimiter}"x"`, delimiter)
        const split = parseCells(`${text}${delimiter}x`, delimiter)
        expect(split).toEqual(parsed)
      }),
    )
  })
})

describe('readLines', () => {
  it('reports a line that is too long without keeping it in memory', async () => {
    const long = new Uint8Array(maxLineBytes * 3).fill(97)
    const content = new Uint8Array([...long, ...bytes('\nshort\n')])
    const lines = []
    for await (const line of readLines(pieces(content, [1_000]))) lines.push(line)
    expect(lines).toEqual([
      { number: 1, problem: expect.stringContaining('longer') },
      { number: 2, text: 'short' },
    ])
  })

  it('names the wrong encodings that spreadsheets use', async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, 0x75, 0x00, 0x0a])
    const latin1 = new Uint8Array([...bytes('user\n'), 0xe9, 0x0a])
    const problems = []
    for await (const { problem } of readLines(pieces(utf16, [2]))) problems.push(problem)
    for await (const { problem } of readLines(pieces(latin1, [2]))) problems.push(problem)
    expect(problems).toEqual([expect.stringContaining('UTF-16'), undefined, expect.stringContaining('not valid UTF-8')])
  })
})
