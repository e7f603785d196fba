import type { PassInput } from '../../api/passes.js'
import { describePass } from '../../core/pass/describe.js'
import type { Pass } from '../../core/pass/pass.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { parsePassInput } from '../../kernel/issuing/input.js'
import { load, requireReadable } from '../../kernel/load.js'
import { recordEnd } from '../../kernel/record-expiry.js'

export function getPass(deps: Deps, input: PassInput): Promise<Pass | undefined> {
  return audited(deps, 'passes.get', input, async (audit) => {
    const { actor, user: identifier, passId } = parsePassInput(input)
    const user = await authorizeOnUser(deps, audit, 'passes.get', { actor, user: identifier })
    const loaded = await load(deps, user)
    const nowMs = deps.ports.nowMs()
    const { policy } = requireReadable(loaded.policy)
    const { document } = requireReadable(loaded.loadedUser)
    const pass = passId === undefined || document?.pass?.id === passId ? document?.pass : undefined
    if (document && pass) await recordEnd(deps, loaded, document, nowMs)
    const { wrongCodes } = document ?? { wrongCodes: { consecutive: 0 } }
    const value = pass && describePass(user.id, pass, { wrongCodes, policy, user, nowMs })
    return { value, event: { type: 'pass.read', details: { call: 'passes.get', passId: value?.id } } }
  })
}
