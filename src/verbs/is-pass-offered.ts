import { isId } from '../input/id.js'
import { policyObjection, usabilityOf } from '../pass/usability.js'
import type { IsPassOfferedInput } from '../tap.js'
import { audited } from './audited.js'
import type { Deps } from './deps.js'
import { load } from './load.js'

/** Anything that cannot be known is no: the page goes on as if there were no passes. */
export function isPassOffered(deps: Deps, input: IsPassOfferedInput): Promise<boolean> {
  return audited(deps, 'isPassOffered', input, async (trail) => {
    const { user: name } = input
    const answer = typeof name === 'string' && isId(name) && (await isOffered(deps, trail, name))
    return { answer, event: { type: 'pass.offered', details: { isOffered: answer } } }
  })
}

async function isOffered(deps: Deps, trail: { userId?: string | undefined }, name: string): Promise<boolean> {
  const user = await deps.ports.findUser({ user: name, tenantId: deps.tenantId })
  trail.userId = user?.id
  // A stranger's name costs the same read as a person's.
  const loaded = await load(deps, user ?? { id: name, isEnabled: false })
  const { policy, person } = loaded
  if (!user?.isEnabled || policy.unreadable) return false
  if (deps.passOffer === 'policy') return policyObjection(policy.policy, user, { isUsableOnce: true }) === undefined
  const { document } = person
  if (!document?.pass) return false
  const { wrongCodes, pass } = document
  const usability = usabilityOf(pass, { wrongCodes, policy: policy.policy, user, nowMs: deps.ports.nowMs() })
  return usability === 'usable' || usability === 'inRegistration'
}
