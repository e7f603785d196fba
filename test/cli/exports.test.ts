import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readDayFormat } from '../../adapters/cli/csv/days.js'
import { listOptions, readChosenColumn, readDelimiter, readTimeZone } from '../../adapters/cli/csv/list-flags.js'
import { problemsOf, readList } from './support/lists.js'

/** The flags as they are typed. */
interface Typed {
  readonly delimiter?: string
  readonly column?: readonly string[]
  readonly ignoreColumns?: boolean
  readonly dateFormat?: readonly string[]
  readonly timeZone?: string
}

interface Expected {
  /** The users of the good rows, with the other values that matter. */
  readonly rows?: readonly (readonly unknown[])[]
  /** Every problem, or the one error that refuses the file. */
  readonly problems?: readonly RegExp[]
}

const at = (name: string) => `${name}@contoso.example`
const others = { ignoreColumns: true } as const
const berlin = { timeZone: 'Europe/Berlin' } as const

const exports: Readonly<Record<string, readonly [typed: Typed, expected: Expected]>> = {
  'workday.csv': [
    { column: ['user=Email - Work', 'startDate=Hire Date'], ...others, ...berlin },
    {
      rows: [
        [at('amara.okafor'), '2026-12-01'],
        [at('tove.lindqvist'), '2026-12-01'],
        [at('jun.mori'), '2026-12-02'],
      ],
      problems: [/^line 7: user: column "Email - Work" must not be empty$/],
    },
  ],
  'workday-titled.csv': [
    { column: ['user=Email - Work', 'startDate=Hire Date'], ...others, ...berlin },
    {
      problems: [
        /^--column user="Email - Work": the first line has no such heading\. Remove any lines above the headings\.$/m,
      ],
    },
  ],
  'bamboohr.csv': [
    { column: ['user=Work Email', 'startDate=Hire Date'], dateFormat: ['MM/dd/yyyy'], ...others, ...berlin },
    {
      rows: [
        [at('amara.okafor'), '2026-12-01'],
        [at('tove.lindqvist'), '2026-12-15'],
      ],
      problems: [
        /^line 4: startDate: column "Hire Date" must be a day of the calendar.*, not another date\. Name the format/,
      ],
    },
  ],
  'personio.csv': [
    {
      delimiter: ';',
      column: ['user=E-Mail', 'startDate=Eintrittsdatum'],
      dateFormat: ['dd.MM.yyyy'],
      ...others,
      ...berlin,
    },
    {
      rows: [
        [at('joerg.mueller'), '2026-12-01'],
        [at('zoe.gross'), '2026-12-01'],
        [at('aenne.weiss'), '2027-01-01'],
      ],
    },
  ],
  'successfactors.csv': [
    { column: ['user=EMAIL', 'startDate=HIREDATE'], dateFormat: ['MM/dd/yyyy'], ...others },
    {
      rows: [
        [at('amara.okafor'), '2026-12-01', 'US/Eastern'],
        [at('tove.lindqvist'), '2026-12-01', 'Europe/Stockholm'],
      ],
      problems: [/^line 2: startDate: column "HIREDATE" must be a day of the calendar/],
    },
  ],
  'excel-de-utf8.csv': [
    {
      delimiter: ';',
      column: ['user=Benutzer', 'startDate=Beginn', 'startTime=Uhrzeit', 'isUsableOnce=Einmalig'],
      dateFormat: ['dd.MM.yyyy'],
      ...others,
      ...berlin,
    },
    {
      rows: [
        [at('joerg.mueller'), '2026-12-01', '09:30'],
        [at('zoe.gross'), '2026-12-02', '09:00'],
      ],
      problems: [/^line 2: isUsableOnce: column "Einmalig" must be true, false, yes or no, not text of 6 characters$/],
    },
  ],
  'excel-de.csv': [
    { delimiter: ';', column: ['user=Benutzer'], ...others },
    { problems: [/^line 1: the text is not valid UTF-8\. Save the file as "CSV UTF-8"/] },
  ],
  'excel-fr.csv': [
    {
      delimiter: ';',
      column: ['user=Utilisateur', 'startDate=Début', 'lifetimeInMinutes=Durée (min)'],
      dateFormat: ['dd/MM/yyyy'],
      ...others,
      timeZone: 'Europe/Paris',
    },
    {
      rows: [
        [at('amelie.lefevre'), '2026-12-01', 480],
        [at('francois.petit'), '2026-12-02'],
      ],
      problems: [
        /^line 3: lifetimeInMinutes: column "Durée \(min\)" must be a whole number, such as 480, not a number with other signs/,
      ],
    },
  ],
  'excel-us.csv': [
    { dateFormat: ['MM/dd/yyyy'], ...others, timeZone: 'America/New_York' },
    {
      rows: [
        [at('amara.okafor'), '2026-12-01', '09:00'],
        [at('tove.lindqvist'), '2026-12-15', '13:30'],
      ],
      problems: [/^line 5: startTime: must be a time on 24 hours, such as 09:00, not another time$/],
    },
  ],
  'excel-unicode-text.txt': [
    { delimiter: 'tab' },
    { problems: [/^line 1: the file is UTF-16 text, not CSV in UTF-8\. Save it as "CSV UTF-8"$/] },
  ],
  'excel-macintosh.csv': [{ delimiter: ';' }, { problems: [/^line 1: lines end with CR alone/] }],
  'excel-sep.csv': [{}, { problems: [/^line 1: "sep=" is an instruction for Excel.*--delimiter ";"$/] }],
  'google-sheets.csv': [
    { ...others },
    {
      rows: [
        [at('amara.okafor'), true],
        [at('tove.lindqvist'), false],
        [at('jun.mori'), undefined],
      ],
    },
  ],
  'libreoffice.csv': [
    { delimiter: '\\t' },
    {
      rows: [
        [at('amara.okafor'), '2026-12-01', 'Europe/Berlin', 480],
        [at('tove.lindqvist'), '2026-12-01', 'Europe/Stockholm', 480],
        [at('jun.mori'), '2026-12-02', 'EST', 480],
      ],
    },
  ],
  'postgres.csv': [
    { column: ['user=user_name', 'justification=note'] },
    {
      rows: [
        [at('amara.okafor'), 'a "quoted" word'],
        [at('tove.lindqvist'), undefined],
        [at('jun.mori'), 'C:\\'],
      ],
    },
  ],
  'mysql-outfile.csv': [
    {},
    { problems: [/^line 2: row: a cell goes on after its closing quote.*No row from this line on/] },
  ],
  'hires.ndjson': [{}, { problems: [/^line 1: the file is JSON, not CSV in UTF-8/] }],
}

const folder = fileURLToPath(new URL('exports/', import.meta.url))

describe('an export', () => {
  it.each(Object.entries(exports))('of %s gives its rows, or its one error', async (name, [typed, expected]) => {
    const { rows = [], problems = [] } = expected
    const read = await readList(readFileSync(`${folder}${name}`), { ...optionsOf(typed), isComplete: true }, [64])
    const good = read.rows.flatMap((row) => ('row' in row ? [Object.values(row.row)] : []))
    for (const [index, row] of rows.entries())
      expect(good[index]).toEqual(expect.arrayContaining(row.filter((value) => value !== undefined)))
    expect(good).toHaveLength(rows.length)
    const found = problemsOf(read)
    for (const [index, problem] of problems.entries()) expect(found[index]).toMatch(problem)
    expect(found).toHaveLength(problems.length)
  })

  it('has a row in the table above and one in the README', () => {
    const files = readdirSync(folder).filter((name) => /^[^.].*\.(csv|txt|ndjson)$/.test(name))
    expect(files.toSorted()).toEqual(Object.keys(exports).toSorted())
    const readme = readFileSync(`${folder}README.md`, 'utf8')
    expect(files.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([])
  })
})

function optionsOf({ delimiter, column, dateFormat, timeZone, ...rest }: Typed) {
  const options = listOptions({
    ...rest,
    delimiter: delimiter === undefined ? undefined : readDelimiter(delimiter),
    column: column?.map(readChosenColumn),
    dateFormat: dateFormat?.map(readDayFormat),
  })
  return { ...options, defaults: { timeZone: timeZone === undefined ? undefined : readTimeZone(timeZone) } }
}
