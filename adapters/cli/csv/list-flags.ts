import { CommandError } from '../exit-codes.js'
import { columnNamed, columnNames } from './columns.js'
import type { DayFormat } from './days.js'
import { readTime } from './days.js'
import type { ChosenColumn } from './header.js'
import type { ListOptions } from './rows.js'

/** The flags that say how a list of users is written. */
export interface ListFormatFlags {
  readonly delimiter?: string | undefined
  readonly column?: readonly ChosenColumn[] | undefined
  readonly ignoreColumns?: boolean | undefined
  readonly dateFormat?: readonly DayFormat[] | undefined
}

/** @throws {@link CommandError} when two flags contradict each other. */
export function listOptions({ delimiter, column = [], ignoreColumns, dateFormat }: ListFormatFlags): ListOptions {
  const names = column.map(({ column }) => column)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw new CommandError(`--column ${twice} is given twice. Remove one of them.`)
  return { delimiter, chosen: column, isIgnoringOthers: ignoreColumns, dayFormats: dateFormat }
}

/**
 * Reads the sign between cells: one sign, `tab` or `\t`. A shell may turn `\t` into the letter t.
 *
 * @throws {@link RangeError} for anything else.
 */
export function readDelimiter(text: string): string {
  if (/^(tab|\\t)$/i.test(text)) return '\t'
  if ([...text].length === 1 && !/["\r\n\p{L}\p{N}]/u.test(text)) return text
  throw new RangeError('must be one sign, such as ";", or the word tab')
}

/**
 * Reads `user=Email - Work`.
 *
 * @throws {@link RangeError} when the name before the sign is no column.
 */
export function readChosenColumn(text: string): ChosenColumn {
  const [, name, heading] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  if (name === undefined || heading === undefined) {
    throw new RangeError('must have the form column=heading, such as user="Email - Work"')
  }
  const column = columnNamed(name)
  if (column !== undefined) return { column, heading: heading.trim() }
  throw new RangeError(`must begin with the name of a column, not ${JSON.stringify(name)}: ${columnNames.join(', ')}`)
}

/**
 * Reads the name of a time zone. The library refuses some others that the runtime knows.
 *
 * @throws {@link RangeError} for an unknown zone, an offset or an abbreviation.
 */
export function readTimeZone(text: string): string {
  if (isKnownZone(text) && !/^([+-]|(?!utc$)[a-z]{3}$|(etc\/)?gmt)/i.test(text)) return text
  throw new RangeError('must be an IANA time zone, such as Europe/Berlin, not an offset or an abbreviation')
}

/**
 * Reads a time on 24 hours.
 *
 * @throws {@link RangeError} for anything else.
 */
export function readTimeOfDay(text: string): string {
  const time = readTime(text)
  if (time !== undefined) return time
  throw new RangeError('must be a time on 24 hours, such as 09:00')
}

function isKnownZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined
  } catch {
    return false
  }
}
