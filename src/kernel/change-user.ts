import { userKey } from '../core/user-document/store-key.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Change } from './change.js'
import { commit } from './commit.js'
import type { Deps } from './deps.js'
import { load, rewrite, userCommits, writeEmptyUser } from './load.js'
import type { Loaded, LoadedUser } from './loaded.js'

export type UserChange<Value> = Pick<Change<Loaded, Value>, 'decide' | 'confirm'>

/**
 * Commits one change of one user's document. If nothing is stored, a result that needs a write stores the empty document:
 * nothing that is still on its way can then create the document behind that result.
 *
 * `first`: what was read before, if anything.
 */
export function changeUser<Value>(
  deps: Deps,
  user: DirectoryUser,
  change: UserChange<Value>,
  first?: Loaded,
): Promise<Value> {
  return commit(
    deps,
    userKey(deps.tenantId, user.id),
    {
      ...change,
      read: () => load(deps, user),
      commits: ({ loadedUser }) => userCommits(loadedUser),
      rewrite: (state) =>
        isAbsent(state.loadedUser) ? writeEmptyUser(deps, state, user) : rewrite(deps, state.ring, state.loadedUser),
    },
    first,
  )
}

/** A document that was taken away is unreadable: an empty one would hide that. */
function isAbsent({ stored, unreadable }: LoadedUser): boolean {
  return !stored && !unreadable
}
