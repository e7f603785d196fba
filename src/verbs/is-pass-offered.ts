import type { IsPassOfferedInput } from '../api/tap.js'
import { isId } from '../core/input/id.js'
import { policyObjection, usabilityOf } from '../core/pass/usability.js'
import type { AuditContext } from '../kernel/audited.js'
import { audited } from '../kernel/audited.js'
import type { Deps } from '../kernel/deps.js'
import { findUser } from '../kernel/find-user.js'
import { publicInputParser } from '../kernel/input-parser.js'
import { load } from '../kernel/load.js'

const { readClient, readHost } = publicInputParser({}, ['user'])

/** Returns `false` where anything is unknown or unreadable: the page continues as if there were no passes. */
export function isPassOffered(deps: Deps, input: IsPassOfferedInput): Promise<boolean> {
  return audited(deps, 'isPassOffered', input, async (audit) => {
    readHost(input)
    const identifier = readIdentifier(input)
    const value = identifier !== undefined && (await isOffered(deps, audit, identifier))
    return { value, event: { type: 'pass.offered', details: { isOffered: value } } }
  })
}

function readIdentifier(input: unknown): string | undefined {
  const { user: identifier } = readClient(input)
  return typeof identifier === 'string' && isId(identifier) ? identifier : undefined
}

async function isOffered(deps: Deps, audit: AuditContext, identifier: string): Promise<boolean> {
  const user = await findUser(deps, audit, identifier)
  audit.userId = user?.id
  // An unknown user takes the same reads as a known one.
  const loaded = await load(deps, user ?? { id: identifier, isEnabled: false })
  const { policy, loadedUser } = loaded
  if (!user?.isEnabled || policy.unreadable) return false
  if (deps.passOffer === 'policy') return policyObjection(policy.policy, user, { isUsableOnce: true }) === undefined
  const { document } = loadedUser
  if (!document?.pass) return false
  const { wrongCodes, pass } = document
  const usability = usabilityOf(pass, { wrongCodes, policy: policy.policy, user, nowMs: deps.ports.nowMs() })
  return usability === 'usable' || usability === 'inRegistration'
}
