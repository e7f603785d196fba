import { inputIssue } from '../input/create-issue.js'
import type { InputIssue, InputIssueCode, PolicyIssueCode } from '../input/input-issue.js'
import type { NumericPolicyField } from './bounds.js'
import { policyBounds } from './bounds.js'
import { guessingRisk } from './guessing-risk.js'
import type { Policy, PolicyPatch } from './policy.js'

/** Returns a frozen policy with the fields of the patch. A field that is absent or `undefined` keeps its value. */
export function mergePolicy(current: Policy, patch: PolicyPatch): Policy {
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return Object.freeze({ ...current, ...changes })
}

/** Issues of a policy whose fields are each valid. `input`: fields contradict each other. `risk`: codes are easy to guess. */
export interface PolicyJudgement {
  readonly input: readonly InputIssue<InputIssueCode>[]
  readonly risk: readonly InputIssue<PolicyIssueCode>[]
}

/** A number at the top level of a policy, which is never absent. */
type RequiredNumber = NumericPolicyField & keyof Policy

const inOrder: readonly (readonly [lower: RequiredNumber, upper: RequiredNumber])[] = [
  ['minimumLifetimeInMinutes', 'defaultLifetimeInMinutes'],
  ['defaultLifetimeInMinutes', 'maximumLifetimeInMinutes'],
  ['minimumLifetimeInMinutes', 'maximumLifetimeInMinutes'],
  ['lockoutInSeconds', 'maximumLockoutInSeconds'],
]

/** Judges a policy as a whole and returns every issue. Only a policy without issues may be stored. */
export function judgePolicy(policy: Policy): PolicyJudgement {
  const risk = guessingRisk(policy)
  return {
    input: inOrder.filter(([lower, upper]) => policy[lower] > policy[upper]).map((pair) => outOfOrder(policy, ...pair)),
    risk: risk === undefined ? [] : [risk],
  }
}

function outOfOrder(policy: Policy, lower: RequiredNumber, upper: RequiredNumber): InputIssue<InputIssueCode> {
  const parameters = { value: policy[lower], upperField: upper, upperValue: policy[upper] }
  const bounds = { minimum: policyBounds[lower].minimum, maximum: policy[upper] }
  return inputIssue('order', lower, 'input.order', parameters, bounds)
}
