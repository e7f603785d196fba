import type { Call } from '../../api/call.js'
import type { Policy } from '../../core/policy/policy.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser } from '../../kernel/input-parser.js'
import { loadPolicy, requireReadable } from '../../kernel/load.js'

const parse = inputParser({})

export function getPolicy(deps: Deps, input: Call): Promise<Policy> {
  return audited(deps, 'policy.get', input, async (audit) => {
    const { actor } = parse(input)
    await authorize(deps, audit, 'policy.get', actor)
    const { policy } = await loadPolicy(deps)
    return { value: requireReadable(policy).policy, event: { type: 'policy.read', details: {} } }
  })
}
