/** A way to write a day, such as `dd.MM.yyyy`. */
export interface DayFormat {
  readonly written: string
  readonly pattern: RegExp
}

const digits: Readonly<Record<string, readonly [padded: string, free: string]>> = {
  yyyy: ['(?<year>\\d{4})', '(?<year>\\d{4})'],
  MM: ['(?<month>\\d{2})', '(?<month>\\d{1,2})'],
  dd: ['(?<day>\\d{2})', '(?<day>\\d{1,2})'],
}

/**
 * Reads a format of `yyyy`, `MM` and `dd`, each once, with other signs between them. Between signs, a month or a day may
 * have one digit.
 *
 * @throws {@link RangeError} for anything else.
 */
export function readDayFormat(written: string): DayFormat {
  const parts = written.split(/(yyyy|MM|dd)/)
  const tokens = parts.filter((part) => part in digits)
  const signs = parts.filter((part) => !(part in digits))
  const isValid = new Set(tokens).size === 3 && tokens.length === 3 && !signs.some((text) => /[\p{L}\p{N}]/u.test(text))
  if (!isValid) throw new RangeError('must have yyyy, MM and dd once each, and signs between them, such as dd.MM.yyyy')
  const isSeparated = signs.slice(1, -1).every((text) => text !== '')
  const pattern = parts.map((part) => digits[part]?.[isSeparated ? 1 : 0] ?? part.replace(/[^\s]/g, '\\$&')).join('')
  return { written, pattern: new RegExp(`^${pattern}$`) }
}

const isoFormat = readDayFormat('yyyy-MM-dd')

/** A day as `2026-12-01`, or the problem with the text and what to do. */
export type ReadDay = { readonly day: string } | { readonly problem: string; readonly cure: string }

/** Reads a day in one of these formats, or as `2026-12-01`. A text that several of them could read is refused. */
export function readDay(text: string, formats: readonly DayFormat[]): ReadDay {
  const known = new Map([...formats, isoFormat].map((format) => [format.written, format]))
  const read = [...known.values()].flatMap((format) => {
    const day = dayIn(text, format)
    return day === undefined ? [] : [{ day, written: format.written }]
  })
  const [only, other] = read
  if (only === undefined) {
    return {
      problem: `must be a day of the calendar in the format ${[...known.keys()].join(' or ')}`,
      cure: 'Name the format with --date-format, such as dd.MM.yyyy, or correct the cell',
    }
  }
  if (other === undefined) return { day: only.day }
  return {
    problem: `must be a day in one format: it could be ${only.written} or ${other.written}`,
    cure: 'Use only the --date-format that fits all rows',
  }
}

function dayIn(text: string, { pattern }: DayFormat): string | undefined {
  const { year, month = '', day = '' } = pattern.exec(text)?.groups ?? {}
  if (year === undefined) return undefined
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(iso) ? iso : undefined
}

/** Returns whether the calendar has this day. `Date` accepts 30 February, as 2 March. */
export function isDay(iso: string): boolean {
  const midnight = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(iso)
}

/** Reads `9:00`, `09:00` and `09:00:00` as `09:00`. */
export function readTime(text: string): string | undefined {
  const [, hours = '', minutes] = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(text) ?? []
  return minutes === undefined ? undefined : `${hours.padStart(2, '0')}:${minutes}`
}
