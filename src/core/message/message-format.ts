/** How one locale writes numbers, dates and plurals. */
export interface MessageFormat {
  /** Writes a number, such as `1.440` in German. */
  readonly number: (value: number) => string
  /** Writes day, time and time zone. */
  readonly date: (value: Date) => string
  /** Chooses the text for a number by the plural rules of the locale. */
  readonly plural: (value: number, texts: PluralTexts) => string
  /** Writes any parameter: numbers and dates as above, text as it is. */
  readonly value: (value: string | number | Date) => string
}

/** One text for each plural category of `Intl.PluralRules`. A category without a text uses `other`. */
export type PluralTexts = { readonly [Category in Intl.LDMLPluralRule]?: string } & { readonly other: string }

/** Returns the formats of a locale. A locale or time zone that the runtime does not know is replaced by `en` or `UTC`. */
export function messageFormat(locale: string, timeZone: string): MessageFormat {
  const number = (value: number): string => intl(locale, (known) => new Intl.NumberFormat(known)).format(value)
  const date = (value: Date): string => dateFormat(locale, timeZone).format(value)
  return {
    number,
    date,
    plural: (value, texts) => texts[intl(locale, (known) => new Intl.PluralRules(known)).select(value)] ?? texts.other,
    value: (value) => {
      if (typeof value === 'number') return number(value)
      return value instanceof Date ? date(value) : String(value)
    },
  }
}

function dateFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const format = (zone: string) => (known: string) => new Intl.DateTimeFormat(known, { ...dateParts, timeZone: zone })
  try {
    return intl(locale, format(timeZone))
  } catch {
    return intl(locale, format('UTC'))
  }
}

/** The zone is always shown: a user must not take one zone for another. */
const dateParts: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
}

function intl<Format>(locale: string, create: (locale: string) => Format): Format {
  try {
    return create(locale)
  } catch {
    return create('en')
  }
}
