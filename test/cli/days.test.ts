import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDay, readDayFormat } from '../../adapters/cli/csv/days.js'
import { readTimeZone } from '../../adapters/cli/csv/list-flags.js'
import { readList } from './support/lists.js'

const formats = [
  'dd.MM.yyyy',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'yyyy/MM/dd',
  'yyyyMMdd',
  'dd MM yyyy',
  'yyyy-dd-MM',
  'ddMMyyyy',
]
const days = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

function written(day: string, format: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return format.replace('yyyy', year).replace('MM', month).replace('dd', date)
}

describe('a day', () => {
  it('that one format writes is read as this day, or refused if another format could read it', () => {
    fc.assert(
      fc.property(days, fc.subarray(formats, { minLength: 1 }), fc.nat(7), (day, given, index) => {
        const format = given[index % given.length] ?? 'dd.MM.yyyy'
        const text = written(day, format)
        const read = readDay(text, given.map(readDayFormat))
        const readers = [...given, 'yyyy-MM-dd'].filter((one) => 'day' in readDay(text, [readDayFormat(one)]))
        const isAmbiguous = given.some((one) => one !== format && readers.includes(one)) || format === 'yyyy-dd-MM'
        if ('day' in read) expect(read.day).toBe(day)
        else expect(isAmbiguous).toBe(true)
      }),
    )
  })

  it.each([
    ['12/1/2026', ['MM/dd/yyyy'], '2026-12-01'],
    ['1.12.2026', ['dd.MM.yyyy'], '2026-12-01'],
    ['20261201', ['yyyyMMdd'], '2026-12-01'],
    ['2026-12-01', [], '2026-12-01'],
    ['2026-12-01', ['dd.MM.yyyy'], '2026-12-01'],
    ['25/12/2026', ['dd/MM/yyyy', 'MM/dd/yyyy'], '2026-12-25'],
    ['01.12.2026', ['dd.MM.yyyy', 'dd.MM.yyyy'], '2026-12-01'],
  ])('%s in the formats %j is %s', (text, given, day) => {
    expect(readDay(text, given.map(readDayFormat))).toEqual({ day })
  })

  it.each([
    ['04/03/2026', ['dd/MM/yyyy', 'MM/dd/yyyy'], 'it could be dd/MM/yyyy or MM/dd/yyyy'],
    ['05/05/2026', ['dd/MM/yyyy', 'MM/dd/yyyy'], 'it could be dd/MM/yyyy or MM/dd/yyyy'],
    ['2026-04-03', ['yyyy-dd-MM'], 'could be yyyy-dd-MM or yyyy-MM-dd'],
    ['30.02.2026', ['dd.MM.yyyy'], 'must be a day of the calendar in the format dd.MM.yyyy or yyyy-MM-dd'],
    ['01.12.26', ['dd.MM.yyyy'], 'must be a day of the calendar'],
    ['2026-12-01T00:00:00', [], 'must be a day of the calendar'],
    ['2026-12-01-08:00', [], 'must be a day of the calendar'],
    ['1122026', ['ddMMyyyy'], 'must be a day of the calendar'],
    ['01.12.2026', [], 'in the format yyyy-MM-dd'],
    ['1.12.2026 ', ['dd.MM.yyyy'], 'must be a day of the calendar'],
  ])('%s in the formats %j is refused', (text, given, problem) => {
    expect(readDay(text, given.map(readDayFormat))).toEqual({
      problem: expect.stringContaining(problem),
      cure: expect.stringContaining('--date-format'),
    })
  })

  it('gives a row the same key in every format', async () => {
    const keyOf = async (day: string) => {
      const read = await readList(`user,startDate\nada,${day}\n`, { dayFormats: [readDayFormat('dd.MM.yyyy')] })
      return read.rows.map((row) => ('row' in row ? [row.row.startDate, row.row.idempotencyKey] : row))
    }
    expect(await keyOf('1.12.2026')).toEqual(await keyOf('2026-12-01'))
  })
})

describe('a format of days', () => {
  it.each([
    '',
    'dd.MM',
    'dd.MM.yy',
    'DD.MM.YYYY',
    'dd.MM.yyyy HH:mm',
    'd.M.yyyy',
    'dd MMM yyyy',
    'dd.dd.yyyy',
    'dd.MM.yyyy.dd',
    'ddxMMxyyyy',
    '1dd.MM.yyyy',
  ])('"%s" is refused', (format) => {
    expect(() => readDayFormat(format)).toThrow('must have yyyy, MM and dd once each')
  })

  it('may have signs that mean something in patterns', () => {
    expect(readDay('(01)+12*2026', [readDayFormat('(dd)+MM*yyyy')])).toEqual({ day: '2026-12-01' })
  })
})

describe('--time-zone', () => {
  it.each(['Europe/Bonn', '+01:00', 'EST', 'BST', 'GMT', 'Etc/GMT+5', ''])('of "%s" is refused', (zone) => {
    expect(() => readTimeZone(zone)).toThrow('must be an IANA time zone')
  })

  it.each(['Europe/Berlin', 'UTC', 'Japan', 'EST5EDT'])('of %s is accepted', (zone) => {
    expect(readTimeZone(zone)).toBe(zone)
  })
})

describe('defaults', () => {
  const defaults = { timeZone: 'Europe/Berlin', startTime: '09:00', lifetimeInMinutes: 480 }
  const list = [
    'user,startDate,startTime,timeZone,lifetimeInMinutes',
    'ada,2026-12-01,,,',
    'bob,2026-12-01,8:30,Asia/Tokyo,60',
    'eve,,,,',
    '',
  ].join('\n')

  it('apply to rows without a value, and to the start of rows with a day only', async () => {
    const { rows } = await readList(list, { defaults })
    expect(rows.map((row) => 'row' in row && { ...row.row, idempotencyKey: '' })).toEqual([
      { user: 'ada', idempotencyKey: '', startDate: '2026-12-01', ...defaults },
      {
        user: 'bob',
        idempotencyKey: '',
        startDate: '2026-12-01',
        startTime: '08:30',
        timeZone: 'Asia/Tokyo',
        lifetimeInMinutes: 60,
      },
      { user: 'eve', idempotencyKey: '', lifetimeInMinutes: 480 },
    ])
  })

  it('do not change the key of a row', async () => {
    const keys = async (options: object) =>
      (await readList(list, options)).rows.map((row) => 'row' in row && row.row.idempotencyKey)
    expect(await keys({ defaults })).toEqual(await keys({}))
  })
})
