import type { NewPassTerms } from '../../core/pass/create.js'
import type { Policy } from '../../core/policy/policy.js'
import type { RequestRecord } from './request.js'
import type { RequestRules } from './rules.js'

/** Returns the terms of the pass that a request leads to, with the reason for issuing it. */
export function passTermsOf(
  request: RequestRecord,
  policy: Policy,
  { passLifetimeInMinutes }: RequestRules,
): NewPassTerms {
  const reviewed = request.approvals.at(-1)?.justification
  const proved = request.history.findLast(({ state }) => state === 'approved')?.justification
  return {
    lifetimeInMinutes: Math.min(passLifetimeInMinutes, policy.maximumLifetimeInMinutes),
    justification: request.justification ?? reviewed ?? proved,
    ticket: request.ticket ?? request.id,
  }
}

/** Returns the policy for such a pass. The rules set the lifetime, so the policy's minimum does not apply. */
export function policyForRequests(policy: Policy, { passLifetimeInMinutes }: RequestRules): Policy {
  return { ...policy, minimumLifetimeInMinutes: Math.min(passLifetimeInMinutes, policy.minimumLifetimeInMinutes) }
}
