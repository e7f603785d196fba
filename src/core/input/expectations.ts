import { messageText } from '../message/english.js'
import type { MessageId } from '../message/message-ids.js'
import type { Expectation } from './issues.js'
import { maxIdLength } from './limits.js'
import { maxListLength } from './plain-copy.js'

export const booleanExpected: Expectation = {
  write: (field, given) => messageText('input.boolean', { field, given }),
}

export const dateExpected: Expectation = { write: (field, given) => messageText('input.date', { field, given }) }

export const guidExpected: Expectation = { write: (field, given) => messageText('input.guid', { field, given }) }

/** Expects one of these words. */
export function choiceExpected(choices: readonly string[]): Expectation {
  const listed = choices.map((choice) => `"${choice}"`).join(', ')
  return { write: (field, given) => messageText('input.choice', { field, choices: listed, given }) }
}

/** Expects a whole number. */
export function rangeExpected(minimum: number, maximum: number): Expectation {
  return {
    write: (field, given) => messageText('input.range', { field, minimum, maximum, given }),
    minimum,
    maximum,
  }
}

/** Expects a whole number of this unit. */
export function quantityExpected(unit: WordOf<'unit'>, minimum: number, maximum: number): Expectation {
  return {
    write: (field, given) =>
      messageText('input.quantity', { field, unit: messageText(`unit.${unit}`), minimum, maximum, given }),
    minimum,
    maximum,
  }
}

/** Expects text of so many UTF-16 units. */
export function textExpected(minimum: number, maximum: number): Expectation {
  return {
    write: (field, given) => messageText('input.text', { field, minimum, maximum, given }),
    minimum,
    maximum,
  }
}

/** Expects text that no message may repeat. */
export function secretTextExpected(minimum: number, maximum: number): Expectation {
  return {
    write: (field) => messageText('input.secretText', { field, minimum, maximum }),
    minimum,
    maximum,
  }
}

export const idExpected: Expectation = textExpected(1, maxIdLength)

/** Expects a list. `kind` names what it holds, such as `targets`. */
export function listExpected(
  kind: WordOf<'entries'>,
  minimum: number = 0,
  maximum: number = maxListLength,
): Expectation {
  const entries = messageText(`entries.${kind}`)
  return {
    write: (field, given) =>
      minimum === 0
        ? messageText('input.list', { field, entries, maximum, given })
        : messageText('input.filledList', { field, entries, minimum, maximum, given }),
    minimum,
    maximum,
  }
}

/** The last part of the ids that begin with this word: `minutes` of `unit.minutes`. */
type WordOf<Kind extends 'unit' | 'entries'> = MessageId extends infer Id
  ? Id extends `${Kind}.${infer Word}`
    ? Word
    : never
  : never
