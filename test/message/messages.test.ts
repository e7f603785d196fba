import { describe, expect, it } from 'vitest'
import { englishTexts, messageText } from '../../src/core/message/english.js'
import type { MessageCatalogue } from '../../src/core/message/format-message.js'
import { formatMessage } from '../../src/core/message/format-message.js'
import { messageIds } from '../../src/core/message/message-ids.js'
import type { MessageParameters, MessageText } from '../../src/core/message/message-text.js'
import { withoutEnglish } from './without-english.js'

const english: MessageCatalogue = { en: englishTexts }
const samples = {
  text: 'abc',
  number: 1_440,
  date: new Date('2026-11-23T06:00:00Z'),
  message: messageText('unit.minutes'),
  messages: [messageText('unit.days'), messageText('unit.passes')],
}
/** Parameters that are texts: names of the API, and what a caller or a directory wrote. No language has other words for them. */
const namesAndValues = [
  'allowed',
  'alphabet',
  'channel',
  'choices',
  'constant',
  'field',
  'kind',
  'limit',
  'operation',
  'permission',
  'permissions',
  'port',
  'provers',
  'reason',
  'state',
  'table',
  'text',
  'transition',
  'upperField',
  'user',
]
const ids = Object.keys(messageIds) as (keyof typeof messageIds)[]

/** Every message, with a sample of every parameter. */
const texts: readonly MessageText[] = ids.map((id) => {
  const write = messageText as (messageId: string, parameters: MessageParameters) => MessageText
  const kinds: readonly (readonly [string, keyof typeof samples])[] = Object.entries(messageIds[id])
  return write(id, Object.fromEntries(kinds.map(([name, kind]) => [name, samples[kind]])))
})

describe('the messages', () => {
  it('have an English sentence for every id and no other', () => {
    expect(Object.keys(englishTexts).sort()).toEqual([...ids].sort())
  })

  it('have ids of dotted words', () => {
    for (const id of ids) expect(id).toMatch(/^[a-z][a-zA-Z]*(\.[a-zA-Z_]+)+$/)
  })

  it('can be rebuilt from id and parameters, byte for byte', () => {
    for (const text of texts) expect(formatMessage(withoutEnglish(text), 'en', english)).toBe(text.message)
  })

  it('can be rebuilt after JSON', () => {
    for (const text of texts) {
      const read: MessageText = JSON.parse(JSON.stringify(withoutEnglish(text)))
      expect(formatMessage(read, 'en', english)).toBe(text.message)
    }
  })

  it('have no English among their parameters but names and values of the API', () => {
    const texts = ids.flatMap((id) => {
      const kinds: Readonly<Record<string, string>> = messageIds[id]
      return Object.keys(kinds).filter((name) => kinds[name] === 'text')
    })
    expect([...new Set(texts)].sort()).toEqual(namesAndValues)
  })

  it('leave no placeholder and no undefined value', () => {
    for (const { message } of texts) {
      expect(message.replaceAll(' or undefined', '')).not.toMatch(/[{}]|undefined|NaN|\[object/)
    }
  })

  it('show every parameter, apart from the field that they are about', () => {
    for (const { messageId, messageParameters, message } of texts) {
      for (const name of Object.keys(messageParameters)) {
        if (name === 'field' || (messageId === 'error.TAP_RATE_LIMITED' && name === 'limit')) continue
        const changed = { ...messageParameters, [name]: other(messageParameters[name]) }
        const sentence = formatMessage({ message: '', messageId, messageParameters: changed }, 'en', english)
        expect(sentence, `${messageId} ${name}`).not.toBe(message)
      }
    }
  })

  it('name no secret among their parameters', () => {
    const names = ids.flatMap((id) => Object.keys(messageIds[id]))
    const secrets = [
      'code',
      'codes',
      'temporaryAccessPass',
      'grant',
      'token',
      'clientBinding',
      'attemptId',
      'presented',
    ]
    expect(names.filter((name) => secrets.includes(name))).toEqual([])
  })
})

function other(value: MessageParameters[string] | undefined): MessageParameters[string] {
  if (typeof value === 'number') return value + 7
  if (Array.isArray(value)) return value.slice(1)
  if (typeof value === 'object' && 'messageId' in value) return messageText('unit.seconds')
  return value instanceof Date ? new Date(value.getTime() + 86_400_000) : `${String(value)}d`
}
