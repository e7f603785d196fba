import type { IsPassOfferedInput } from '../api/tap.js'
import { isId } from '../core/input/id.js'
import { readField } from '../core/input/read-field.js'
import { policyObjection, usabilityOf } from '../core/pass/usability.js'
import { audited } from '../kernel/audited.js'
import type { Deps } from '../kernel/deps.js'
import { load } from '../kernel/load.js'

/** Anything that cannot be known is no: the page goes on as if there were no passes. */
export function isPassOffered(deps: Deps, input: IsPassOfferedInput): Promise<boolean> {
  return audited(deps, 'isPassOffered', input, async (audit) => {
    const name = readName(input)
    const value = name !== undefined && (await isOffered(deps, audit, name))
    return { value, event: { type: 'pass.offered', details: { isOffered: value } } }
  })
}

function readName(input: unknown): string | undefined {
  const name = readField(input, 'user')
  return typeof name === 'string' && isId(name) ? name : undefined
}

async function isOffered(deps: Deps, audit: { userId?: string | undefined }, name: string): Promise<boolean> {
  const user = await deps.ports.findUser({ user: name, tenantId: deps.tenantId })
  audit.userId = user?.id
  // A stranger's name costs the same read as a person's.
  const loaded = await load(deps, user ?? { id: name, isEnabled: false })
  const { policy, loadedUser } = loaded
  if (!user?.isEnabled || policy.unreadable) return false
  if (deps.passOffer === 'policy') return policyObjection(policy.policy, user, { isUsableOnce: true }) === undefined
  const { document } = loadedUser
  if (!document?.pass) return false
  const { wrongCodes, pass } = document
  const usability = usabilityOf(pass, { wrongCodes, policy: policy.policy, user, nowMs: deps.ports.nowMs() })
  return usability === 'usable' || usability === 'inRegistration'
}
