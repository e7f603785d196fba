import { describe, expect, it } from 'vitest'
import { problemsOf, readList, usersOf } from './support/lists.js'

const cutOff = /^line 3: row: the input ends without a line break, so this line may be cut off/

describe('the last line of a list', () => {
  it.each([
    ['a bare cell', 'user,lifetimeInMinutes\nada,480\nbob,480'],
    ['a quoted cell', 'user,lifetimeInMinutes\nada,480\nbob,"480"'],
    ['fewer cells than the header', 'user,lifetimeInMinutes\nada,480\nbob'],
    ['a carriage return', 'user,lifetimeInMinutes\r\nada,480\r\nbob,480\r'],
    ['a line break', 'user,lifetimeInMinutes\nada,480\nbob,480\n'],
  ])('that ends with %s is a row of a regular file', async (_, text) => {
    const read = await readList(text, { isComplete: true })
    expect(problemsOf(read)).toEqual([])
    expect(usersOf(read)).toEqual(['ada', 'bob'])
  })

  it('that ends with a quoted cell is a row of a pipe, if it has every cell', async () => {
    expect(usersOf(await readList('user,ticket\nada,1\nbob,"2"'))).toEqual(['ada', 'bob'])
    expect(usersOf(await readList('user,ticket\nada,1\nbob,"2" \r'))).toEqual(['ada', 'bob'])
    expect(problemsOf(await readList('user,ticket\nada,1\n"bob"'))).toEqual([expect.stringMatching(cutOff)])
  })

  it.each(['bob,48', 'bob,', 'bob', 'b'])('"%s" of a pipe without its line break is refused', async (last) => {
    const read = await readList(`user,lifetimeInMinutes\nada,480\n${last}`)
    expect(usersOf(read)).toEqual(['ada'])
    expect(problemsOf(read)).toEqual([expect.stringMatching(cutOff)])
  })

  it('of a pipe without rows is the header', async () => {
    expect(await readList('user')).toEqual({ rows: [] })
  })
})

describe('empty cells', () => {
  const text = [
    '',
    ',,,,',
    'user,ticket,justification,,',
    'ada,1,note,,',
    ',,,,',
    '   ',
    '"",,',
    '',
    'bob',
    'eve,2',
    'grace,,,,,,',
    '',
  ].join('\r\n')

  it('are no rows and no columns, at the end of a line or alone in it', async () => {
    const { rows, refused } = await readList(text)
    expect(refused).toBeUndefined()
    expect(rows).toMatchObject([
      { line: 4, row: { user: 'ada', ticket: '1', justification: 'note' } },
      { line: 9, row: { user: 'bob' } },
      { line: 10, row: { user: 'eve', ticket: '2' } },
      { line: 11, row: { user: 'grace' } },
    ])
  })

  it('do not change the key of a row', async () => {
    const keyOf = async (list: string) =>
      (await readList(list)).rows.map((row) => 'row' in row && row.row.idempotencyKey)
    const [key] = await keyOf('user\nbob\n')
    expect(key).toBeTypeOf('string')
    expect(await keyOf('user,ticket,,\nbob,,,\n')).toEqual([key])
    expect(await keyOf('user,ticket\n"bob "\n')).toEqual([key])
  })

  it('that have a value below no heading are refused by column', async () => {
    expect(problemsOf(await readList('user,,ticket,\nada,x,1,\nbob,,,x\neve,,2\n'))).toEqual([
      'line 2: row: has a value in column 2, which has no name in the first line. Name the column, or remove it',
      'line 3: row: has 4 cells, but the first line has 3. Quote a cell that contains the sign between cells',
    ])
  })

  it('of the user are refused by column', async () => {
    const chosen = [{ column: 'user', heading: 'Email - Work' }] as const
    expect(problemsOf(await readList('ticket,Email - Work\n1,\n2\n', { chosen }))).toEqual([
      'line 2: user: column "Email - Work" must not be empty',
      'line 3: user: column "Email - Work" must not be empty',
    ])
  })
})
