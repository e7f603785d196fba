import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describePass } from '../../src/core/pass/describe.js'
import { graphReason, usabilityOf } from '../../src/core/pass/usability.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { minuteMs } from '../support/clock.js'
import { ada, instants, passRecords, wrongCodes } from '../support/documents.js'

describe('describePass', () => {
  it('describes any pass at any moment from its record and the rules alone', () => {
    fc.assert(
      fc.property(passRecords, wrongCodes, instants, (record, counted, nowMs) => {
        const circumstances = {
          wrongCodes: counted,
          policy: { ...entraPolicy, state: 'enabled' },
          user: ada,
          nowMs,
        } as const
        const usability = usabilityOf(record, circumstances)
        expect(describePass('ada', record, circumstances)).toEqual({
          id: record.id,
          userId: 'ada',
          createdDateTime: new Date(record.createdAtMs),
          startDateTime: new Date(record.startAtMs),
          endDateTime: new Date(record.endAtMs),
          lifetimeInMinutes: (record.endAtMs - record.startAtMs) / minuteMs,
          isUsableOnce: record.isUsableOnce,
          isUsable: usability === 'usable' || usability === 'inRegistration',
          methodUsabilityReason: graphReason(usability),
          usability,
          lastUsedDateTime: record.lastUsedAtMs === undefined ? undefined : new Date(record.lastUsedAtMs),
          warnings: [],
        })
      }),
    )
  })
})
