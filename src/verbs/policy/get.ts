import type { Policy } from '../../policy/policy.js'
import { audited } from '../audited.js'
import { authorize } from '../caller.js'
import type { Deps } from '../deps.js'
import { loadPolicy, readable } from '../load.js'
import { inputParser } from '../parse-input.js'
import type { Call } from '../types.js'

const parse = inputParser({})

export function getPolicy(deps: Deps, input: Call): Promise<Policy> {
  return audited(deps, 'policy.get', input, async (trail) => {
    const { actor } = parse(input)
    await authorize(deps, trail, 'policy.get', actor)
    const { policy } = await loadPolicy(deps)
    return { answer: readable(policy).policy, event: { type: 'policy.read', details: {} } }
  })
}
