import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePolicy, mergePolicy } from '../../src/core/policy/merge.js'
import type { PolicyPatch } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { policies } from '../support/policies.js'

describe('mergePolicy', () => {
  it('changes what the patch names and keeps the rest', () => {
    const merged = mergePolicy(entraPolicy, { state: 'enabled', defaultLength: 12, alphabet: undefined })
    expect(merged).toEqual({ ...entraPolicy, state: 'enabled', defaultLength: 12 })
    expect(Object.isFrozen(merged)).toBe(true)
    expect(entraPolicy.state).toBe('disabled')
  })

  it('replaces a field that holds others as a whole', () => {
    const limited = mergePolicy(entraPolicy, {
      issuing: { ...entraPolicy.issuing, acr: 'aal2', maximumPerHour: { user: 1 } },
    })
    const merged = mergePolicy(limited, { issuing: { ...entraPolicy.issuing, maximumPerHour: { actor: 9 } } })
    expect(merged.issuing).toEqual({ ...entraPolicy.issuing, maximumPerHour: { actor: 9 } })
    expect(merged.issuing.acr).toBeUndefined()
  })

  it('takes a whole policy as a patch, and an empty patch as no change', () => {
    fc.assert(
      fc.property(policies, policies, (current, next) => {
        expect(mergePolicy(current, next)).toEqual(next)
        expect(mergePolicy(current, {})).toEqual(current)
      }),
    )
  })

  it('comes to the same whether two patches come one after the other or as one', () => {
    const patches = fc.tuple(policies, fc.subarray(Object.keys(entraPolicy))).map(([policy, fields]): PolicyPatch => {
      return Object.fromEntries(Object.entries(policy).filter(([field]) => fields.includes(field)))
    })
    fc.assert(
      fc.property(policies, patches, patches, (current, first, second) => {
        expect(mergePolicy(mergePolicy(current, first), second)).toEqual(mergePolicy(current, { ...first, ...second }))
      }),
    )
  })
})

describe('judgePolicy', () => {
  it('finds lifetimes that are out of order, naming both fields and both values', () => {
    expect(judged({ defaultLifetimeInMinutes: 481 }).input).toEqual([
      {
        code: 'order',
        field: 'defaultLifetimeInMinutes',
        message: '481 is above maximumLifetimeInMinutes, which is 480',
        messageId: 'input.order',
        messageParameters: {
          field: 'defaultLifetimeInMinutes',
          value: 481,
          upperField: 'maximumLifetimeInMinutes',
          upperValue: 480,
        },
        minimum: 10,
        maximum: 480,
      },
    ])
    expect(judged({ defaultLifetimeInMinutes: 59 }).input).toMatchObject([
      {
        code: 'order',
        field: 'minimumLifetimeInMinutes',
        message: '60 is above defaultLifetimeInMinutes, which is 59',
      },
    ])
    expect(judged({ minimumLifetimeInMinutes: 480, defaultLifetimeInMinutes: 480 }).input).toEqual([])
  })

  it('finds a first wait longer than the longest', () => {
    expect(judged({ lockoutInSeconds: 3_601 }).input).toMatchObject([
      { code: 'order', field: 'lockoutInSeconds', message: '3,601 is above maximumLockoutInSeconds, which is 3,600' },
    ])
    expect(judged({ lockoutInSeconds: 3_600 }).input).toEqual([])
  })

  it('finds guessing risk beside what is out of order, all at once', () => {
    const { input, risk } = judged({ alphabet: 'digits', lockoutInSeconds: 4_000, maximumLifetimeInMinutes: 30 })
    expect(input.map(({ field }) => field)).toEqual([
      'defaultLifetimeInMinutes',
      'minimumLifetimeInMinutes',
      'lockoutInSeconds',
    ])
    expect(risk).toMatchObject([{ code: 'guessingRisk', field: 'defaultLength' }])
  })

  it('judges the result and not the patch: one field may make another wrong', () => {
    const current = mergePolicy(entraPolicy, { alphabet: 'digits', defaultLength: 9 })
    expect(judgePolicy(current).risk).toEqual([])
    expect(judgePolicy(mergePolicy(current, { defaultLength: 8 })).risk).toHaveLength(1)
    expect(judgePolicy(mergePolicy(current, { alphabet: 'mixed', defaultLength: 8 })).risk).toEqual([])
  })

  it('accepts exactly the policies that are in order', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const isInOrder =
          policy.minimumLifetimeInMinutes <= policy.defaultLifetimeInMinutes &&
          policy.defaultLifetimeInMinutes <= policy.maximumLifetimeInMinutes &&
          policy.lockoutInSeconds <= policy.maximumLockoutInSeconds
        expect(judgePolicy(policy).input.length === 0).toBe(isInOrder)
      }),
    )
  })
})

function judged(patch: PolicyPatch): ReturnType<typeof judgePolicy> {
  return judgePolicy(mergePolicy(entraPolicy, patch))
}
