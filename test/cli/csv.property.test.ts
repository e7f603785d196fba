import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitRecords } from '../../adapters/cli/csv/split-records.js'
import { bytes, problemsOf, quoted, readList, usersOf } from './support/lists.js'

const asNeeded = (cell: string) => (/[",\r\n]/.test(cell) || cell.trim() !== cell ? quoted(cell) : cell)

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
// A valid cell: no control characters, no formula.
const cell = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffd]/gu, ' ').trim())
  .filter((text) => !/^[=@+-]/.test(text))
const name = fc.stringMatching(/^[a-z][a-z0-9.]{0,7}@x\.example$/)
const person = fc.record({ user: name, justification: cell, ticket: cell })
const ending = fc.constantFrom('\n', '\r\n')
const style = fc.constantFrom(quoted, asNeeded)

// Text as an attacker or a person who formats a note writes it: rows, quotes and line breaks.
const note = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\r', '"', '""', ',', ';', '\n"', '"\n', '",', '\\"', ' ', '\t', '\ufeff', 'é'),
      fc.constant('\neve@x.example,any,480,false,email\n'),
      fc.constant('"\neve@x.example,"any'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

describe('a list of users', () => {
  it('names exactly the users of its user column, whatever its quoted cells contain', async () => {
    const rows = fc.array(fc.record({ user: name, before: note, after: note }), { maxLength: 6 })
    const isLastBroken = fc.boolean()
    await fc.assert(
      fc.asyncProperty(rows, ending, isLastBroken, fc.boolean(), sizes, async (people, end, isBroken, isOdd, cut) => {
        const heading = `"no${isOdd ? '\n' : ''}te",user,"no, ""te"""`
        const lines = people.map(({ user, before, after }) => [quoted(before), user, quoted(after)].join(','))
        const text = [heading, ...lines].join(end) + (isBroken ? end : '')
        const read = await readList(text, { isIgnoringOthers: true, isComplete: !isBroken }, cut)
        expect(problemsOf(read)).toEqual([])
        expect(usersOf(read)).toEqual(people.map(({ user }) => user))
        const breaks = (one: string) => one.split('\n').length
        const begins = lines.map((_, index) => breaks([heading, ...lines.slice(0, index), ''].join(end)))
        expect(read.rows.map(({ line }) => line)).toEqual(begins)
      }),
    )
  })

  it('gives a user of another row or an error for a cell that is read, never a user from inside it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(note, { minLength: 1, maxLength: 4 }), ending, sizes, async (notes, end, cut) => {
        const lines = notes.map((text, index) => `user${index}@x.example,${quoted(text)}`)
        const read = await readList([`user,justification`, ...lines, ''].join(end), {}, cut)
        expect(read.rows).toHaveLength(notes.length)
        for (const [index, row] of read.rows.entries()) {
          if ('row' in row) expect(row.row.user).toBe(`user${index}@x.example`)
          else expect(row.issues.map(({ field }) => field)).toEqual(['justification'])
        }
      }),
    )
  })

  it('is read as written, whatever its quotes, line breaks, byte-order mark and chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { maxLength: 8 }),
        ending,
        style,
        fc.boolean(),
        sizes,
        async (people, end, write, hasMark, cut) => {
          const lines = [
            ['user', 'justification', 'ticket'],
            ...people.map(({ user, justification, ticket }) => [user, justification, ticket]),
          ]
          const text = lines.map((cells) => cells.map(write).join(',') + end).join('')
          const { rows, refused } = await readList((hasMark ? '\ufeff' : '') + text, {}, cut)
          expect(refused).toBeUndefined()
          const read = rows.map((row) =>
            'row' in row ? [row.line, row.row.user, row.row.justification, row.row.ticket] : row,
          )
          const orNone = (text: string) => (text === '' ? undefined : text)
          expect(read).toEqual(
            people.map((one, index) => [index + 2, one.user, orNone(one.justification), orNone(one.ticket)]),
          )
        },
      ),
    )
  })

  it('of arbitrary bytes gives rows and problems in line order, or one error, whatever the chunks', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\ufeff', '\u0000', '=', '1'), maxLength: 200 })
        .map(bytes),
    )
    await fc.assert(
      fc.asyncProperty(anything, sizes, async (content, cut) => {
        const file = new Uint8Array([...bytes('user,ticket\n'), ...content])
        const read = await readList(file, {}, cut)
        expect(read.refused).toBeUndefined()
        expect(await readList(file)).toEqual(read)
        const numbers = read.rows.map(({ line }) => line)
        expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other))
        expect(await readList(content, {}, cut)).toEqual(await readList(content))
      }),
    )
  })

  it('that is cut off gives every complete row and at most one problem', async () => {
    const whole = bytes('user,lifetimeInMinutes\r\nada,480\r\nbob,"60"\r\neve@example.com,480\r\n')
    const all = await readList(whole)
    for (let length = 'user,lifetimeInMinutes\r\n'.length; length < whole.length; length += 1) {
      const { rows, refused } = await readList(whole.subarray(0, length))
      expect(refused).toBeUndefined()
      const good = rows.filter((row) => 'row' in row)
      expect(good, String(length)).toEqual(all.rows.slice(0, good.length))
      expect(rows.length - good.length, String(length)).toBeLessThanOrEqual(1)
    }
  })

  it('gives a row one key for one content and batch, whatever the order of columns', async () => {
    const keyOf = async (text: string, batch?: string) => {
      const [row] = (await readList(text, { batch })).rows
      return row && 'row' in row ? row.row.idempotencyKey : undefined
    }
    const one = await keyOf('user,ticket\nada,1\n')
    expect(one).toMatch(/^row-/)
    expect(await keyOf('ticket,user\r\n"1",ada\r\n')).toBe(one)
    expect(await keyOf('user,ticket\nada,2\n')).not.toBe(one)
    expect(await keyOf('user,ticket\nada,1\n', 'two')).not.toBe(one)
    expect(await keyOf('user,idempotencyKey\nada,mine\n')).toBe('mine')
  })
})

describe('splitRecords', () => {
  it('splits lines without quotes as the parser does', () => {
    const unit = fc.constantFrom('a', ' ', ',', ';', '\t', '\r', '\n', 'é', '=', '\u00a0')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.constantFrom(',', ';', '\t'), (text, delimiter) => {
        // One quoted cell makes the parser read everything.
        const { records: parsed } = splitRecords(Buffer.from(`${text}${delimiter}"x"\n`), delimiter)
        const { records: split } = splitRecords(Buffer.from(`${text}${delimiter}x\n`), delimiter)
        expect(split.map(({ cells }) => cells)).toEqual(parsed.map(({ cells }) => cells))
      }),
    )
  })
})
