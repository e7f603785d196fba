import type { InputIssue, InputIssueCode, PolicyIssueCode } from '../input/input-issue.js'
import type { NumericPolicyField } from './bounds.js'
import { policyBounds } from './bounds.js'
import { guessingRisk } from './guessing-risk.js'
import type { Policy, PolicyPatch } from './policy.js'

/** The policy with the patch's fields in place; what is absent or `undefined` keeps its value. Frozen. */
export function mergePolicy(current: Policy, patch: PolicyPatch): Policy {
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return Object.freeze({ ...current, ...changes })
}

/** What is wrong with a policy whose fields are each within bounds: `input` contradicts itself, `risk` is too easy to guess. */
export interface PolicyJudgement {
  readonly input: readonly InputIssue<InputIssueCode>[]
  readonly risk: readonly InputIssue<PolicyIssueCode>[]
}

/** A number at the top level of a policy: it is never absent. */
type RequiredNumber = NumericPolicyField & keyof Policy

const inOrder: readonly (readonly [lower: RequiredNumber, upper: RequiredNumber])[] = [
  ['minimumLifetimeInMinutes', 'defaultLifetimeInMinutes'],
  ['defaultLifetimeInMinutes', 'maximumLifetimeInMinutes'],
  ['minimumLifetimeInMinutes', 'maximumLifetimeInMinutes'],
  ['lockoutInSeconds', 'maximumLockoutInSeconds'],
]

/** Judges a policy as a whole, every issue at once. Two empty lists: it can be stored. */
export function judgePolicy(policy: Policy): PolicyJudgement {
  const risk = guessingRisk(policy)
  return {
    input: inOrder.filter(([lower, upper]) => policy[lower] > policy[upper]).map((pair) => outOfOrder(policy, ...pair)),
    risk: risk === undefined ? [] : [risk],
  }
}

function outOfOrder(policy: Policy, lower: RequiredNumber, upper: RequiredNumber): InputIssue<InputIssueCode> {
  return {
    code: 'order',
    field: lower,
    message: `${policy[lower]} is above ${upper}, which is ${policy[upper]}`,
    minimum: policyBounds[lower].minimum,
    maximum: policy[upper],
  }
}
