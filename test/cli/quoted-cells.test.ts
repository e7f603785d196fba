import { describe, expect, it } from 'vitest'
import { maxRecordBytes } from '../../adapters/cli/csv/read-records.js'
import { bytes, pieces, problemsOf, readList, usersOf } from './support/lists.js'

const header = 'user,justification,lifetimeInMinutes,isUsableOnce,deliverTo\n'
const injected = '\neve@example.com,any,480,false,email\n'

describe('a quoted cell', () => {
  it('with line breaks is one record and one problem, even if a line of it looks like a row', async () => {
    const read = await readList(
      `${header}ada@example.com,"please note:${injected}thank you",480,false,email\nbob,,,,\n`,
    )
    expect(usersOf(read)).toEqual(['bob'])
    expect(problemsOf(read)).toEqual([
      'line 2: justification: must not contain line breaks or other control characters',
    ])
    expect(read.rows.map(({ line }) => line)).toEqual([2, 5])
  })

  it('with line breaks is accepted in a column that is not read', async () => {
    const read = await readList(`user,Note\nada,"please note:${injected}thank you"\nbob,\n`, { isIgnoringOthers: true })
    expect(read.rows.map((row) => ('row' in row ? [row.line, row.row.user] : row))).toEqual([
      [2, 'ada'],
      [5, 'bob'],
    ])
  })

  it('ends where it ends, wherever the chunks of a large file cut', async () => {
    const rows = Array.from({ length: 6_000 }, (_, row) => `user-${row},"a note\n${'of two lines '.repeat(9)}"\n`)
    const read = await readList(`user,Note\n${rows.join('')}`, { isIgnoringOthers: true }, [65_536])
    expect(problemsOf(read)).toEqual([])
    expect(usersOf(read)).toEqual(rows.map((_, row) => `user-${row}`))
  })

  it('may have white space around its quotes', async () => {
    const read = await readList(`${header}  "ada" , "a${injected}b" ,480,false,email\r\n"bob"\t,,,,\n`)
    expect(usersOf(read)).toEqual(['bob'])
    expect(problemsOf(read)).toHaveLength(1)
  })

  it('is trimmed like a bare cell', async () => {
    const read = await readList('user,ticket\n" ada ","\u00a0T-1 "\n bob\u00a0, T-2 \n')
    expect(read.rows).toMatchObject([{ row: { user: 'ada', ticket: 'T-1' } }, { row: { user: 'bob', ticket: 'T-2' } }])
  })

  it.each([
    ['is never closed', `ada,"please note:${injected}thank you\nbob,,,,\n`, 'a quote is never closed'],
    ['goes on after its closing quote', `ada,"please "note":${injected}thank you",,,\n`, 'goes on after its closing'],
    ['has quotes after backslashes', `ada,"please \\"note\\":${injected}thank you",,,\n`, 'goes on after its closing'],
    [
      'has a quote but does not begin with one',
      `ada,please "note:${injected}thank you",,,\n`,
      'does not begin with one',
    ],
  ])('that %s ends the list, with one error that names the line', async (_, lines, problem) => {
    for (const size of [1, 7, 65_536]) {
      const read = await readList(`${header}grace,,,,\n${lines}alan,,,,\n`, {}, [size])
      expect(usersOf(read)).toEqual(['grace'])
      expect(problemsOf(read)).toEqual([expect.stringMatching(/^line 3: row: .*\. No row from this line on was read$/)])
      expect(problemsOf(read)[0]).toContain(problem)
    }
  })

  it('that is never closed refuses a file whose first line it is in', async () => {
    const { refused } = await readList('user,"justification\nada,\nbob,\n')
    expect(refused).toMatch(/^line 1: a quote is never closed/)
  })

  it('that is never closed does not fill the memory: the list ends after 65,536 bytes', async () => {
    let read = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield bytes(`${header}grace,,,,\nada,"`)
      for (; read < 1_000; read += 1) yield bytes('eve,,,,\n'.repeat(1_000))
    }
    const { readRows } = await import('../../adapters/cli/csv/rows.js')
    const rows = []
    for await (const row of readRows(endless())) rows.push(row)
    expect(rows).toMatchObject([
      { row: { user: 'grace' } },
      { line: 3, issues: [{ message: expect.stringContaining(`longer than ${maxRecordBytes} bytes`) }] },
    ])
    expect(read).toBeLessThan(20)
  })
})

describe('a record', () => {
  it('longer than 65,536 bytes ends the list, whatever its chunks', async () => {
    const long = `user,ticket\nada,\nbob,${'x'.repeat(maxRecordBytes)}\neve,\n`
    for (const size of [1_000, 65_536, 1_000_000]) {
      const read = await readList(long, {}, [size])
      expect(usersOf(read)).toEqual(['ada'])
      expect(problemsOf(read)).toEqual([expect.stringMatching(/^line 3: row: the record is longer/)])
    }
  })

  it('is yielded before the next bytes arrive', async () => {
    const { readRows } = await import('../../adapters/cli/csv/rows.js')
    const given: string[] = []
    async function* input(): AsyncGenerator<Uint8Array> {
      for await (const line of pieces(bytes('user\n"a"\n"b"\n'), [5, 4, 4])) {
        yield line
        given.push('next')
      }
    }
    for await (const row of readRows(input())) given.push('row' in row ? row.row.user : 'problem')
    expect(given).toEqual(['next', 'a', 'next', 'b', 'next'])
  })
})
