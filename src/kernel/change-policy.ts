import type { Decision } from './commit.js'
import { commit } from './commit.js'
import type { Deps } from './deps.js'
import type { Loaded } from './load.js'
import { loadPolicy, rewrite } from './load.js'

/** One change of the stored policy, committed. */
export async function changePolicy<Answer>(
  deps: Deps,
  decide: (state: Omit<Loaded, 'person'>, commitId: string) => Decision<Answer>,
): Promise<Answer> {
  const turn = deps.turns.join(`policy ${deps.tenantId}`)
  try {
    return await commit(deps, turn, {
      read: () => loadPolicy(deps),
      decide,
      isMadeBy: ({ policy }, commitId) => policy.commitIds.includes(commitId),
      carryForward: ({ ring, policy }) => rewrite(deps, ring, policy),
    })
  } finally {
    turn.leave()
  }
}
