import { describe, expect, it } from 'vitest'
import { readChosenColumn, readDelimiter } from '../../adapters/cli/csv/list-flags.js'
import type { ListOptions } from '../../adapters/cli/csv/rows.js'
import { problemsOf, readList, usersOf } from './support/lists.js'

const chosen = (...typed: readonly string[]) => typed.map(readChosenColumn)
const hr = 'Employee ID,Email - Work,User,Start Date\n7,ada@example.com,ALOV,2026-12-01\n'

describe('columns', () => {
  it('are read below the headings that the command line names, and others are ignored', async () => {
    const options = { chosen: chosen('user=Email - Work', 'ticket=Employee ID'), isIgnoringOthers: true }
    const read = await readList(hr, options)
    expect(read.rows).toMatchObject([{ row: { user: 'ada@example.com', ticket: '7', startDate: '2026-12-01' } }])
  })

  it('with an empty heading are not read', async () => {
    const options = { chosen: chosen('user=email_work', 'startDate='), isIgnoringOthers: true }
    const [row] = (await readList(hr, options)).rows
    expect(row && 'row' in row && row.row).toEqual({ user: 'ada@example.com', idempotencyKey: expect.any(String) })
  })

  it('prefer the exact heading to a similar one', async () => {
    const list = 'E-Mail,Email,E Mail\na,b,c\n'
    const usersBelow = async (heading: string) =>
      usersOf(await readList(list, { chosen: chosen(`user=${heading}`), isIgnoringOthers: true }))
    expect(await usersBelow('E-Mail')).toEqual(['a'])
    expect(await usersBelow('Email')).toEqual(['b'])
    expect(await usersBelow('E Mail')).toEqual(['c'])
  })

  it.each<[string, string, ListOptions, RegExp]>([
    [
      'a heading that the file lacks',
      hr,
      { chosen: chosen('user=Phone') },
      /^--column user="Phone": the first line has no such heading\. Remove any lines above the headings\.$/,
    ],
    [
      'a typing error in a heading',
      hr,
      { chosen: chosen('user=Emial - Work') },
      /^--column user="Emial - Work": the first line has no such heading\. It has "Email - Work"\.$/,
    ],
    [
      'a heading that the file has twice',
      'Email,ID,Email\na,1,b\n',
      { chosen: chosen('user=Email') },
      /^--column user="Email": columns 1 and 3 of the file both have this name/,
    ],
    [
      'two similar headings',
      'E-Mail,E Mail\na,b\n',
      { chosen: chosen('user=email') },
      /^--column user="email": columns 1 and 2 /,
    ],
    [
      'one heading for two columns',
      hr,
      { chosen: chosen('user=Email - Work', 'ticket=Email - Work') },
      /^--column ticket="Email - Work": --column user names this column already\.$/,
    ],
  ])('are refused for %s', async (_, list, options, expected) => {
    const { rows, refused } = await readList(list, { ...options, isIgnoringOthers: true })
    expect(rows).toEqual([])
    expect(refused).toMatch(expected)
  })

  it('that are unknown are all named, with both cures', async () => {
    const { refused } = await readList(hr, { chosen: chosen('user=Email - Work') })
    expect(refused).toMatch(/^line 1: column 1, "Employee ID", is unknown; column 3, "User", is unknown\. /)
    expect(refused).toContain('--column')
    expect(refused).toContain('--ignore-columns')
  })

  it('that are named twice are refused, even if others are ignored', async () => {
    expect((await readList('user,User\na,b\n', { isIgnoringOthers: true })).refused).toBe(
      'line 1: column 2, "user", is given twice. Remove one of them',
    )
  })

  it('that are named twice are not called unknown too', async () => {
    expect((await readList('user,User,Foo\na,b,c\n')).refused?.split('\n')).toEqual([
      'line 1: column 2, "user", is given twice. Remove one of them',
      expect.stringMatching(/^line 1: column 3, "Foo", is unknown\. Allowed: /),
    ])
  })

  it('are never printed from a first line without a known name, which may be a row', async () => {
    const { refused } = await readList('ada@example.com,K7MQ-Z3XW-94TF\n', { isIgnoringOthers: true })
    expect(refused).toContain('none of its 2 cells is such a name')
    expect(refused).not.toMatch(/ada|K7MQ/)
  })

  it.each([
    ['user;ticket\nada;1\n', '--delimiter ";"'],
    ['user\tticket\nada\t1\n', '--delimiter tab'],
    ['user|ticket|startDate\nada|1|\n', '--delimiter "|"'],
    ['"Name, Vorname";user;ticket;\nx;ada;1;\n', '--delimiter ";"'],
    ['"user"\t"ticket"\n"ada"\t"1"\n', '--delimiter tab'],
  ])('between other signs are recognized: %j', async (list, cure) => {
    expect((await readList(list)).refused).toContain(cure)
  })
})

describe('a cell', () => {
  it('is never printed with its problem: it may be a passcode in the wrong column', async () => {
    const code = 'K7MQZ3XW94TF'
    const columns = ['lifetimeInMinutes', 'isUsableOnce', 'startDate', 'startTime', 'startDateTime']
    for (const column of columns) {
      const problems = problemsOf(await readList(`user,${column}\nada,${code}\nbob,=${code}\neve,"${code}\n"x\n`))
      expect(problems).toHaveLength(3)
      expect(problems.join('\n')).not.toContain(code)
    }
  })

  it.each([
    ['lifetimeInMinutes', 'sixty', 'text of 5 characters'],
    ['lifetimeInMinutes', '480,00', 'a number with other signs'],
    ['lifetimeInMinutes', '01.12.2026', 'a date'],
    ['lifetimeInMinutes', 'ada@example.com', 'an email address'],
    ['isUsableOnce', '9:00', 'a time'],
    ['startTime', '9 o clock', 'text of 9 characters'],
    ['startTime', '25:00', 'another time'],
    ['startTime', '09:00:30', 'another time'],
    ['startDate', '46357', 'a number of 5 digits'],
    ['startDate', '01.12.2026', 'another date'],
  ])('%s of "%s" is refused as %s', async (column, cell, kind) => {
    const [problem] = problemsOf(await readList(`user,${column}\nada,"${cell}"\n`))
    expect(problem).toMatch(new RegExp(`^line 2: ${column}: must be .*, not ${kind}(\\. .*--date-format.*)?$`))
  })

  it.each([
    ['9:00', '09:00'],
    ['09:00', '09:00'],
    ['09:00:00', '09:00'],
    ['9:00:00', '09:00'],
    ['23:59', '23:59'],
    ['0:00', '00:00'],
  ])('startTime of %s is %s', async (cell, time) => {
    expect((await readList(`user,startTime\nada,${cell}\n`)).rows).toMatchObject([{ row: { startTime: time } }])
  })
})

describe('a delimiter', () => {
  it.each([['\\t'], ['tab'], ['Tab'], ['\t']])('%j is a tab', async (typed) => {
    const delimiter = readDelimiter(typed)
    expect(usersOf(await readList('ticket\tuser\t\n1\t"ada"\t\n\tbob\n', { delimiter }))).toEqual(['ada', 'bob'])
  })

  it.each(['', 't', '1', ';;', '"', '\n', '\r', 'semicolon', '\\n'])('%j is refused', (typed) => {
    expect(() => readDelimiter(typed)).toThrow('must be one sign')
  })

  it.each(['\u00a6', '\u20ac', '\ud83d\ude00'])('%j may need several bytes', async (delimiter) => {
    const list = `user${delimiter}ticket\n"ada"${delimiter}1\nbob${delimiter}\u00e9\n`
    expect(usersOf(await readList(list, { delimiter }, [1]))).toEqual(['ada', 'bob'])
  })
})
