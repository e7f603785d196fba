import type { Policy } from '../../policy/policy.js'
import { audited } from '../audited.js'
import { authorize } from '../caller.js'
import type { Deps } from '../deps.js'
import { inputParser } from '../parse-input.js'
import type { Call } from '../types.js'
import { changePolicy } from './change.js'

const parse = inputParser({})

export function resetPolicy(deps: Deps, input: Call): Promise<Policy> {
  return audited(deps, 'policy.reset', input, async (trail) => {
    const { actor } = parse(input)
    await authorize(deps, trail, 'policy.reset', actor)
    const after = deps.defaults
    const details = await changePolicy(deps, ({ policy: held }) => {
      const { key, stored, unreadable, policy } = held
      const before = unreadable ? undefined : policy
      const write = stored && { key, expected: stored.revision, next: null }
      return { answer: { before, after, overwrote: unreadable }, write }
    })
    return { answer: after, event: { type: 'policy.updated', details } }
  })
}
