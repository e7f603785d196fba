import { policyKey } from '../core/user-document/store-key.js'
import { commit } from './commit.js'
import type { Decision } from './decision.js'
import type { Deps } from './deps.js'
import { commitsOf, loadPolicy, rewrite } from './load.js'
import type { Loaded } from './loaded.js'

/** Commits one change of the stored policy. */
export function changePolicy<Value>(
  deps: Deps,
  decide: (state: Omit<Loaded, 'loadedUser'>, commitId: string) => Decision<Value>,
): Promise<Value> {
  return commit(deps, policyKey(deps.tenantId), {
    read: () => loadPolicy(deps),
    decide,
    commits: ({ policy }) => commitsOf(policy, policy.commitIds),
    rewrite: ({ ring, policy }) => rewrite(deps, ring, policy),
  })
}
