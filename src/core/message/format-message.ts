import type { MessageFormat } from './message-format.js'
import { messageFormat } from './message-format.js'
import type { MessageId, WrittenParametersOf } from './message-ids.js'
import { messageIds } from './message-ids.js'
import type { MessageParameters, MessageText, SimpleValue } from './message-text.js'
import { fillPlaceholders, writeOut } from './message-text.js'

/**
 * Translations, by locale and message id. A text has `{name}` for each parameter. A function gets the parameters, and
 * `format` for numbers, dates and plural forms of the locale. A parameter that is a message is translated before, by the
 * same catalogue. Every id is optional.
 */
export interface MessageCatalogue {
  readonly [locale: string]: Translations
}

/** The texts of one locale, by message id. */
export type Translations = {
  readonly [Id in MessageId]?:
    | string
    | ((parameters: WrittenParametersOf<Id>, format: MessageFormat) => string)
    | undefined
}

/** How dates are shown. */
export interface FormatMessageOptions {
  /** An IANA time zone, such as `Europe/Berlin`. A zone that the runtime does not know is ignored. Default: `UTC`. */
  readonly timeZone?: string | undefined
}

type Values = Readonly<Record<string, SimpleValue>>
type Translation = string | ((parameters: Values, format: MessageFormat) => unknown)

/**
 * Returns a message in the language of a user. Looks for the message id under the exact locale, then under its language
 * (`de` for `de-AT`), and returns the English sentence when there is neither.
 *
 * Numbers and dates in placeholders are formatted for the locale. A placeholder without a parameter stays visible. A
 * translation that throws, or that returns no text, is ignored. Never throws.
 *
 * @param text - Any result or error of this package that has a `messageId`, also after `JSON.parse`.
 * @param locale - A BCP 47 language tag, such as `de` or `de-AT`.
 * @param catalogue - The translations.
 * @param options - The time zone of dates.
 *
 * @example
 * ```ts
 * const catalogue: MessageCatalogue = {
 *   de: { 'explain.noPass': 'Der Benutzer hat keinen Pass. Erstellen Sie einen.' },
 * }
 * const explanation = await tap.users.explain({ actor, user: 'ada' })
 * console.log(formatMessage(explanation, 'de-AT', catalogue, { timeZone: 'Europe/Vienna' }))
 * ```
 */
export function formatMessage(
  text: MessageText,
  locale: string,
  catalogue: MessageCatalogue,
  { timeZone = 'UTC' }: FormatMessageOptions = {},
): string {
  const format = messageFormat(locale, timeZone)
  const write = (part: MessageText): string => {
    for (const language of [String(locale), String(locale).split('-', 1).join('')]) {
      const translated = translate(part, translationOf(catalogue, language, part.messageId), format, write)
      if (translated !== undefined) return translated
    }
    return part.message
  }
  return write(text)
}

function translate(
  text: MessageText,
  translation: unknown,
  format: MessageFormat,
  write: (part: MessageText) => string,
): string | undefined {
  if (typeof translation !== 'string' && typeof translation !== 'function') return undefined
  try {
    const parameters = writeOut(withDates(text), write)
    const sentence: unknown =
      typeof translation === 'string'
        ? fillPlaceholders(translation, parameters, format.value)
        : (translation as Exclude<Translation, string>)(parameters, format)
    return typeof sentence === 'string' ? sentence : undefined
  } catch {
    return undefined
  }
}

/** Own properties only: an id such as `constructor` finds nothing. */
function translationOf(catalogue: MessageCatalogue, language: string, messageId: string): unknown {
  return ownProperty(ownProperty(catalogue, language), messageId)
}

function ownProperty(value: unknown, name: string): unknown {
  try {
    return Object.hasOwn(Object(value), name) ? Reflect.get(Object(value), name) : undefined
  } catch {
    return undefined
  }
}

/** JSON has no dates: a text where a date belongs is read as one. */
function withDates({ messageId, messageParameters }: MessageText): MessageParameters {
  const kinds = ownProperty(messageIds, messageId) as Readonly<Record<string, string>> | undefined
  const entries = Object.entries(messageParameters).map(([name, value]) => {
    const date = kinds?.[name] === 'date' && typeof value === 'string' ? new Date(value) : undefined
    return [name, date && !Number.isNaN(date.getTime()) ? date : value] as const
  })
  return Object.fromEntries(entries)
}
