import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retainUntil } from '../../src/core/user-document/retention.js'
import { dayMs } from '../support/clock.js'
import { aDocument, aPass, instants, userDocuments } from '../support/documents.js'
import { policies } from '../support/policies.js'

const policy = { retentionInDays: 30 } as Parameters<typeof retainUntil>[1]

describe('retainUntil', () => {
  it.each([
    ['now, where nothing lasts longer', aDocument({ pass: undefined }), 5_000],
    ['the end of the pass', aDocument({ pass: aPass({ endAtMs: 9_000 }) }), 9_000],
    [
      'the end of the wait',
      aDocument({
        pass: aPass({ endAtMs: 9_000 }),
        wrongCodes: { consecutive: 10, lockout: { untilMs: 12_000, lengthMs: 7_000 } },
      }),
      12_000,
    ],
    ['now, where all that is over', aDocument({ pass: aPass({ endAtMs: 1_000 }) }), 5_000],
  ])('counts the retention from %s', (_, document, latestMs) => {
    expect(retainUntil(document, policy, 5_000)).toBe(latestMs + 30 * dayMs)
  })

  it('never ends while a credential is on record that was not removed', () => {
    fc.assert(
      fc.property(userDocuments, policies, instants, (document, anyPolicy, nowMs) => {
        const isAnyLeft = document.registrations.some(({ cascadedAtMs }) => cascadedAtMs === undefined)
        expect(retainUntil(document, anyPolicy, nowMs) === null).toBe(isAnyLeft)
      }),
    )
  })

  it('is a day or more away, after pass and lockout, in whole milliseconds', () => {
    fc.assert(
      fc.property(userDocuments, policies, instants, (document, anyPolicy, nowMs) => {
        const until = retainUntil({ ...document, registrations: [] }, anyPolicy, nowMs)
        const { pass, wrongCodes } = document
        expect(until).toBeGreaterThanOrEqual(document.repudiableUntilMs ?? 0)
        for (const needed of [nowMs, pass?.endAtMs ?? 0, wrongCodes.lockout?.untilMs ?? 0]) {
          expect(until).toBeGreaterThanOrEqual(needed + dayMs)
        }
        expect(Number.isSafeInteger(until)).toBe(true)
      }),
    )
  })
})
