import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePolicy, mergePolicy } from '../../src/core/policy/merge.js'
import { parsePolicyPatch } from '../../src/core/policy/parse.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { PolicyFinding } from '../../src/core/policy/review.js'
import { policyRules, reviewPolicy } from '../../src/core/policy/review.js'
import { policies } from '../support/policies.js'

const storable = policies.map(inOrder).filter((policy) => judgePolicy(policy).risk.length === 0)

describe('a finding', () => {
  it('is gone once its fix is applied, and no other comes for it', () => {
    fc.assert(
      fc.property(storable, (policy) => {
        const before = reviewPolicy(policy)
        for (const finding of before) {
          if (finding.fix === undefined) continue
          const after = reviewPolicy(mergePolicy(policy, finding.fix)).map(nameOf)
          expect(after).not.toContain(nameOf(finding))
          expect(before.map(nameOf)).toEqual(expect.arrayContaining(after))
        }
      }),
    )
  })

  it('has a fix that can be stored wherever the policy could', () => {
    fc.assert(
      fc.property(storable, (policy) => {
        for (const { fix } of reviewPolicy(policy)) {
          if (fix === undefined) continue
          expect(parsePolicyPatch(fix)).toEqual({ ok: true, patch: fix })
          expect(judgePolicy(mergePolicy(policy, fix))).toEqual({ input: [], risk: [] })
        }
      }),
    )
  })

  it('changes one rule of issuing by its fix, and lifts no limit', () => {
    fc.assert(
      fc.property(storable, (policy) => {
        for (const { field, fix } of reviewPolicy(policy)) {
          if (field !== 'issuing' || fix?.issuing === undefined) continue
          const changed = Object.entries(fix.issuing).filter(([name, value]) => {
            return (
              JSON.stringify(value) !== JSON.stringify(Object.entries(policy.issuing).find(([n]) => n === name)?.[1])
            )
          })
          expect(changed).toHaveLength(1)
          expect(fix.issuing.maximumPerHour).toMatchObject(policy.issuing.maximumPerHour)
        }
      }),
    )
  })

  it('is left, after every fix, only where the host alone knows what to do', () => {
    fc.assert(
      fc.property(storable, (policy) => {
        for (const { fix } of reviewPolicy(fixedThroughout(policy))) expect(fix).toBeUndefined()
      }),
    )
  })

  it('comes by a name of its own: no two rules share field and clause', () => {
    expect(new Set(policyRules.map(nameOf)).size).toBe(policyRules.length)
  })

  it('stands in the order of the fields of a policy', () => {
    const order = Object.keys(entraPolicy)
    const places = policyRules.map(({ field }) => order.indexOf(field))
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })
})

function fixedThroughout(policy: Policy): Policy {
  const fix = reviewPolicy(policy).find((finding) => finding.fix !== undefined)?.fix
  return fix === undefined ? policy : fixedThroughout(mergePolicy(policy, fix))
}

function nameOf({ field, clause }: Pick<PolicyFinding, 'field' | 'clause'>): string {
  return `${field}: ${clause}`
}

function inOrder(policy: Policy): Policy {
  const { minimumLifetimeInMinutes, defaultLifetimeInMinutes, maximumLifetimeInMinutes } = policy
  const lifetimes = [minimumLifetimeInMinutes, defaultLifetimeInMinutes, maximumLifetimeInMinutes].sort((a, b) => a - b)
  const waits = [policy.lockoutInSeconds, policy.maximumLockoutInSeconds]
  return {
    ...policy,
    minimumLifetimeInMinutes: lifetimes[0] ?? 0,
    defaultLifetimeInMinutes: lifetimes[1] ?? 0,
    maximumLifetimeInMinutes: lifetimes[2] ?? 0,
    lockoutInSeconds: Math.min(...waits),
    maximumLockoutInSeconds: Math.max(...waits),
  }
}
