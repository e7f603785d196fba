import { describe, expect, it } from 'vitest'
import { refuse, revealRefusal } from '../../src/core/sign-in/refusal.js'

const refusal = refuse('oneTimeUsed', 'c1')

describe('refuse', () => {
  it('returns one frozen shape in which only the correlation id differs', () => {
    expect(refusal).toEqual({ ...refuse('unknownUser', 'c2'), correlationId: 'c1' })
    expect(Reflect.ownKeys(refusal)).toEqual(['ok', 'message', 'messageId', 'messageParameters', 'correlationId'])
    expect(Object.isFrozen(refusal)).toBe(true)
  })
})

describe('revealRefusal', () => {
  it('returns the reason for the object that was returned', () => {
    expect(revealRefusal(refusal)).toBe('oneTimeUsed')
  })

  it.each([
    ['a copy', { ...refusal }],
    ['what came over a wire', JSON.parse(JSON.stringify(refusal))],
    ['a clone', structuredClone(refusal)],
    ['a success', { ok: true }],
    ['nothing', undefined],
    ['null', null],
  ])('returns nothing for %s', (_, other) => {
    expect(() => revealRefusal(other)).toThrow(RangeError)
  })
})
