import type { Call } from '../../api/call.js'
import type { Policy } from '../../core/policy/policy.js'
import { withCommit } from '../../core/user-document/user-document.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import { changePolicy } from '../../kernel/change-policy.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser } from '../../kernel/input-parser.js'
import { writePolicy } from '../../kernel/load.js'

const parse = inputParser({})

export function resetPolicy(deps: Deps, input: Call): Promise<Policy> {
  return audited(deps, 'policy.reset', input, async (audit) => {
    const { actor } = parse(input)
    await authorize(deps, audit, 'policy.reset', actor)
    const after = deps.defaults
    // An empty policy is stored, also where none was. Otherwise a late write of an older update would succeed.
    const details = await changePolicy(deps, ({ ring, policy: loaded }, commitId) => {
      const { unreadable, policy, commitIds } = loaded
      const before = unreadable ? undefined : policy
      const write = writePolicy(deps, ring, loaded, {}, withCommit(commitIds, commitId))
      return { value: { before, after, overwrote: unreadable }, write }
    })
    return { value: after, event: { type: 'policy.updated', details } }
  })
}
