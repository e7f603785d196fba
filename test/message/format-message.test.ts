import { describe, expect, it } from 'vitest'
import { inputIssue } from '../../src/core/input/create-issue.js'
import { messageText } from '../../src/core/message/english.js'
import type { MessageCatalogue } from '../../src/core/message/format-message.js'
import { formatMessage } from '../../src/core/message/format-message.js'
import { InvalidInputError } from '../../src/errors.js'

const now = new Date('2026-11-23T06:00:00Z')
const locked = messageText('explain.lockedOut', { wrongCodes: 1_440, until: now, now })
const noPass = messageText('explain.noPass')

function german(text: NonNullable<MessageCatalogue[string]>['explain.lockedOut']): MessageCatalogue {
  return { de: { 'explain.lockedOut': text } }
}

describe('formatMessage', () => {
  it('takes the exact locale, then its language, then English', () => {
    const catalogue: MessageCatalogue = {
      'de-AT': { 'explain.noPass': 'Österreich' },
      de: { 'explain.noPass': 'Deutsch', 'explain.lockedOut': 'Gesperrt' },
    }
    expect(formatMessage(noPass, 'de-AT', catalogue)).toBe('Österreich')
    expect(formatMessage(locked, 'de-AT', catalogue)).toBe('Gesperrt')
    expect(formatMessage(noPass, 'de-CH', catalogue)).toBe('Deutsch')
    expect(formatMessage(noPass, 'fr', catalogue)).toBe(noPass.message)
  })

  it('formats numbers and dates for the locale, in UTC or the zone that is given', () => {
    const catalogue = german('{wrongCodes} bis {until}')
    expect(formatMessage(locked, 'de', catalogue)).toBe('1.440 bis 23. November 2026 um 06:00 UTC')
    expect(formatMessage(locked, 'de', catalogue, { timeZone: 'Europe/Berlin' })).toContain('07:00')
    expect(formatMessage(locked, 'de', catalogue, { timeZone: 'Nowhere/None' })).toContain('06:00 UTC')
  })

  it('gives functions the parameters and the formats of the locale', () => {
    const catalogue = german(({ wrongCodes, until }, format) => {
      const codes = format.plural(wrongCodes, { one: 'ein falscher Code', other: `${format.number(wrongCodes)} Codes` })
      return `${codes}, ${format.date(until)}`
    })
    const one = messageText('explain.lockedOut', { wrongCodes: 1, until: now, now })
    expect(formatMessage(locked, 'de', catalogue)).toMatch(/^1\.440 Codes, 23\. November 2026/)
    expect(formatMessage(one, 'de', catalogue)).toMatch(/^ein falscher Code, /)
  })

  it('translates the messages inside a message, and falls back to English for each', () => {
    const error = new InvalidInputError([
      inputIssue('range', 'lifetimeInMinutes', 'input.quantity', {
        minimum: 10,
        maximum: 43_200,
        unit: messageText('unit.minutes'),
        given: messageText('value.list', { length: 2 }),
      }),
      inputIssue('type', 'user', 'input.required'),
    ])
    const de: MessageCatalogue[string] = {
      'input.quantity': ({ minimum, unit, given }) => `muss mindestens ${minimum} ${unit} sein, nicht ${given}`,
      'unit.minutes': 'Minuten',
      'value.list': '{length} Einträge',
      'input.issue': '{field} {issue}',
      'error.TAP_INVALID_INPUT': '{issues}',
    }
    expect(formatMessage(error, 'de', { de })).toBe(
      'lifetimeInMinutes muss mindestens 10 Minuten sein, nicht 2 Einträge; user is required',
    )
    expect(formatMessage(JSON.parse(JSON.stringify(error.issues[0])), 'de', { de })).toContain('10 Minuten')
  })

  it.each([null, { message: 7 }, [null], [[]]])('never throws for a damaged parameter: %j', (expected) => {
    const text = { message: 'English', messageId: 'input.mustBe', messageParameters: { field: 'x', expected } }
    const catalogue: MessageCatalogue = { de: { 'input.mustBe': 'muss {expected} sein' } }
    expect(formatMessage(text as never, 'de', catalogue)).toEqual(expect.any(String))
  })

  it('leaves a placeholder without a parameter as it is', () => {
    expect(formatMessage(locked, 'de', german('{nothing} {constructor} {__proto__}'))).toBe(
      '{nothing} {constructor} {__proto__}',
    )
  })

  it('does not expand placeholders inside a parameter', () => {
    const text = messageText('error.TAP_NOT_AUTHORIZED.scope', { permission: '{field}' })
    expect(formatMessage(text, 'de', { de: { 'error.TAP_NOT_AUTHORIZED.scope': '<{permission}>' } })).toBe('<{field}>')
  })

  it.each(['constructor', '__proto__', 'toString'])('finds nothing under the inherited name %s', (name) => {
    const text = { message: 'English', messageId: name, messageParameters: {} }
    expect(formatMessage(text, 'de', { de: {} })).toBe('English')
    expect(formatMessage(text, name, {})).toBe('English')
  })

  it.each([
    [
      'a function that throws',
      german(() => {
        throw new Error('bad')
      }),
    ],
    ['a function that returns no text', german((() => 5) as never)],
    ['a text of another type', german(5 as never)],
    ['a locale that is null', { de: null } as never],
    ['no catalogue', undefined as never],
  ])('returns the English sentence for %s', (_, catalogue: MessageCatalogue) => {
    expect(formatMessage(locked, 'de', catalogue)).toBe(locked.message)
  })

  it('formats as in English for a locale that the runtime refuses', () => {
    expect(formatMessage(locked, '!!', { '!!': { 'explain.lockedOut': '{wrongCodes}' } })).toBe('1,440')
  })
})
