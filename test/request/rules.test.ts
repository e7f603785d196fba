import { describe, expect, it } from 'vitest'
import { checkRequestRules } from '../../src/requests/model/check-rules.js'
import type { RequestRules } from '../../src/requests/model/rules.js'
import { defaultRequestRules, requestRuleBounds } from '../../src/requests/model/rules.js'

const provers = { document: async () => no, liveness: async () => no }
const no = { isAccepted: false, assurance: 'none', references: [] }
const check = (rules: unknown) => checkRequestRules(rules, provers)

describe('the rules of requests', () => {
  it('default to 24 hours, 15 seconds, 30 minutes and 30 days', () => {
    expect(check({})).toEqual(defaultRequestRules)
    expect(defaultRequestRules).toMatchObject({
      reviewDeadlineInHours: 24,
      minimumCallInSeconds: 15,
      passLifetimeInMinutes: 30,
      proofValidityInDays: 30,
    })
  })

  it.each(Object.entries(requestRuleBounds))(
    'accept %s within its range only, both ends included',
    (name, { minimum, maximum }) => {
      // The retention must be at least the validity.
      const rest = name === 'proofValidityInDays' ? { evidenceRetentionInDays: 3_650 } : { proofValidityInDays: 1 }
      for (const value of [minimum, maximum]) expect(check({ ...rest, [name]: value })).toMatchObject({ [name]: value })
      for (const value of [minimum - 1, maximum + 1, minimum + 0.5, Number.NaN]) {
        expect(() => check({ ...rest, [name]: value })).toThrow(RangeError)
      }
      expect(() => check({ ...rest, [name]: '24' })).toThrow(TypeError)
    },
  )

  it.each([
    { evidenceRetentionInDays: 29 },
    { proofValidityInDays: 1, evidenceRetentionInDays: 1, proofDeadlineInHours: 25 },
    { identityProofs: [['helpDeskCall']] },
    { identityProofs: [] },
    { identityProofs: [[]] },
    { identityProofs: [['document', 'document']] },
    { returningProofs: [] },
    { returningProofs: ['passport'] },
    { reviewers: [] },
    { reviewers: ['manager', 'manager'] },
    { reviewers: ['colleague'] },
  ])('refuse %j as out of range', (rules) => {
    expect(() => check(rules)).toThrow(RangeError)
  })

  it.each([{ reviewWithin: 1 }, { reviewers: 'manager' }, { identityProofs: [7] }, null, 'strict'])(
    'refuse %j as of the wrong type',
    (rules) => {
      expect(() => check(rules)).toThrow(TypeError)
    },
  )

  it('do not change once they are checked', () => {
    const reviewers: RequestRules['reviewers'][number][] = ['manager']
    const rules = check({ reviewers, reviewDeadlineInHours: undefined })
    reviewers.push('administrator')
    expect(rules.reviewers).toEqual(['manager'])
    expect(rules.reviewDeadlineInHours).toBe(24)
    for (const value of [rules, rules.reviewers, rules.identityProofs, rules.returningProofs])
      expect(Object.isFrozen(value)).toBe(true)
  })
})
