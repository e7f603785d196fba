import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStartTime } from '../../../adapters/graph/start-time.js'

const moment = fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })

describe('a start time', () => {
  it('is the instant of its RFC 3339 text, whatever the offset', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
        const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1)
        fc.pre(/^\d{4}-/.test(local))
        const size = Math.abs(offset)
        const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':')
        expect(readStartTime(`${local}${offset < 0 ? '-' : '+'}${zone}`)).toEqual({ at, isZoneAssumed: false })
      }),
    )
  })

  it('is read in the formats of real clients', () => {
    for (const [text, iso, isZoneAssumed] of [
      ['2026-11-23T06:00:00Z', '2026-11-23T06:00:00.000Z', false],
      ['2026-11-23t06:00:00z', '2026-11-23T06:00:00.000Z', false],
      ['2026-11-23T06:00:00.1234567Z', '2026-11-23T06:00:00.123Z', false],
      ['2026-11-23T06:00:00.5Z', '2026-11-23T06:00:00.500Z', false],
      ['2026-11-23T08:00:00.0000000+02:00', '2026-11-23T06:00:00.000Z', false],
      ['2026-11-23T08:00:00+0200', '2026-11-23T06:00:00.000Z', false],
      ['2026-11-23T06:00Z', '2026-11-23T06:00:00.000Z', false],
      ['2026-11-23T06:00:00.0000000', '2026-11-23T06:00:00.000Z', true],
      ['2026-11-23 06:00:00', '2026-11-23T06:00:00.000Z', true],
      ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z', false],
      ['0001-01-01T00:00:00', '0001-01-01T00:00:00.000Z', true],
    ] as const) {
      expect([text, readStartTime(text)]).toEqual([text, { at: new Date(iso), isZoneAssumed }])
    }
  })

  it('is undefined for other text and for a day or hour that does not exist', () => {
    for (const text of [
      '',
      'now',
      '1795413600000',
      '/Date(1795413600000)/',
      '2026-11-23',
      '11/23/2026 06:00:00',
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-11-31T00:00:00Z',
      '2026-11-00T00:00:00Z',
      '2026-11-23T24:00:00Z',
      '2026-11-23T06:60:00Z',
      '2026-11-23T06:00:60Z',
      '2026-11-23T06:00:00+14:01',
      '2026-11-23T06:00:00+02:60',
      '2026-11-23T06:00:00 Z',
      ' 2026-11-23T06:00:00Z',
      '2026-11-23T06:00:00Z\n',
      '２026-11-23T06:00:00Z',
    ]) {
      expect([text, readStartTime(text)]).toEqual([text, undefined])
    }
  })

  it('is an instant or undefined for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-:T+Z. ') }), (text) => {
        const read = readStartTime(text)
        expect(read === undefined || !Number.isNaN(read.at.getTime())).toBe(true)
      }),
    )
  })
})
