import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUserDocument, encodeUserDocument } from '../../src/core/user-document/codec.js'
import { aDocument, aPass, userDocuments } from '../support/documents.js'
import { rounds } from '../support/rounds.js'

describe('a stored document', () => {
  it('reads as it was written', () => {
    fc.assert(
      fc.property(userDocuments, (document) => {
        expect(decodeUserDocument(encodeUserDocument(document))).toEqual(document)
      }),
      { numRuns: rounds(500) },
    )
  })

  it('is written as the same text again after it was read', () => {
    fc.assert(
      fc.property(userDocuments, (document) => {
        const text = encodeUserDocument(document)
        const decoded = decodeUserDocument(text)
        expect(decoded && encodeUserDocument(decoded)).toBe(text)
      }),
    )
  })

  it('can be read by an operator: instants in RFC 3339, and no bytes', () => {
    const text = encodeUserDocument(aDocument({ pass: aPass({ startAtMs: Date.parse('2026-11-23T06:00:00Z') }) }))
    expect(JSON.parse(text)).toMatchObject({
      version: 2,
      userId: 'ada',
      pass: { id: 'p1', startAt: '2026-11-23T06:00:00.000Z', endAt: '2026-11-23T07:00:00.000Z', isUsableOnce: false },
      wrongCodes: { consecutive: 0 },
    })
  })

  it('stays below 16 KiB with the longest id and any content', () => {
    fc.assert(
      fc.property(userDocuments, (document) => {
        const longest = '\u{10ffff}'.repeat(256)
        const text = encodeUserDocument({ ...document, userId: longest, incarnation: longest })
        expect(new TextEncoder().encode(text).length).toBeLessThan(16 * 1_024)
      }),
    )
  })

  it('omits absent fields, and reads documents without them', () => {
    const credential = { id: 'c', type: 'passkey' }
    const registrations = [{ credential, passId: 'p1', signInId: 's', registeredAtMs: 0 }]
    const text = encodeUserDocument(aDocument({ registrations }))
    expect(text).not.toContain('cascadedAt')
    expect(decodeUserDocument(text)).toEqual(aDocument({ registrations }))
  })

  it.each([
    ['another version', JSON.stringify({ ...JSON.parse(encodeUserDocument(aDocument())), version: 3 })],
    ['no version', '{}'],
    ['no JSON', '{"version":2'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '1'],
    ['a list', '[]'],
  ])('is not read where it is %s', (_, text) => {
    expect(decodeUserDocument(text)).toBeUndefined()
  })
})
