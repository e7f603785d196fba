import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRepudiation, encodeRepudiation } from '../../src/core/notice/repudiation.js'
import { utf8 } from '../../src/crypto/encoding.js'

const text = fc.string({ minLength: 1, unit: 'grapheme' })
const repudiations = fc.record({
  noticeId: fc.uuid(),
  userId: text,
  incarnation: fc.option(text, { nil: undefined }),
  passId: fc.option(fc.uuid(), { nil: undefined }),
  untilMs: fc.integer({ min: 0, max: 4e12 }),
})

describe('the content of a repudiation token', () => {
  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(repudiations, (repudiation) => {
        expect(decodeRepudiation(encodeRepudiation(repudiation))).toEqual(repudiation)
      }),
    )
  })

  it('decodes to nothing if another version wrote it', () => {
    expect(decodeRepudiation(utf8('{"version":2}'))).toBeUndefined()
  })
})
