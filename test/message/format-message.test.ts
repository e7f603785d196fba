import { describe, expect, it } from 'vitest'
import { messageText } from '../../src/core/message/english.js'
import type { MessageCatalogue } from '../../src/core/message/format-message.js'
import { formatMessage } from '../../src/core/message/format-message.js'

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

  it('leaves a placeholder without a parameter as it is', () => {
    expect(formatMessage(locked, 'de', german('{nothing} {constructor} {__proto__}'))).toBe(
      '{nothing} {constructor} {__proto__}',
    )
  })

  it('does not expand placeholders inside a parameter', () => {
    const text = messageText('error.TAP_NOT_AUTHORIZED', { permission: '{field}' })
    expect(formatMessage(text, 'de', { de: { 'error.TAP_NOT_AUTHORIZED': '<{permission}>' } })).toBe('<{field}>')
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
