import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { positionInWindow } from '../../src/core/pass/window.js'
import { aPass, instants, passRecords } from '../support/documents.js'

describe('positionInWindow', () => {
  const pass = aPass({ startAtMs: 1_000, endAtMs: 2_000 })

  it.each([
    [999, 'before'],
    [1_000, 'inside'],
    [1_999, 'inside'],
    [2_000, 'after'],
    [2_001, 'after'],
  ])('places %i in a pass from 1000 to 2000: %s', (nowMs, position) => {
    expect(positionInWindow(pass, nowMs)).toBe(position)
  })

  it('is never before the start if the start is not checked', () => {
    const started = { ...pass, isStartChecked: false }
    expect(positionInWindow(started, 0)).toBe('inside')
    expect(positionInWindow(started, 2_000)).toBe('after')
  })

  it('never goes backwards while time goes forward', () => {
    const order = ['before', 'inside', 'after']
    fc.assert(
      fc.property(passRecords, instants, instants, (record, a, b) => {
        const earlier = positionInWindow(record, Math.min(a, b))
        const later = positionInWindow(record, Math.max(a, b))
        expect(order.indexOf(later)).toBeGreaterThanOrEqual(order.indexOf(earlier))
      }),
    )
  })
})
