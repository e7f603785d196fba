import { userKey } from '../core/user-document/store-key.js'
import { containsCommit } from '../core/user-document/user-document.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Decision } from './commit.js'
import { commit } from './commit.js'
import type { Deps } from './deps.js'
import { load, rewrite } from './load.js'
import type { Loaded } from './loaded.js'

export interface UserChange<Value> {
  readonly decide: (state: Loaded, commitId: string) => Decision<Value>
  /** Runs when the answer to a write was lost. Throws if the decided value is no longer usable. */
  readonly confirm?: ((state: Loaded) => void) | undefined
}

/** Commits one change of one user's document. */
export function changeUser<Value>(
  deps: Deps,
  user: DirectoryUser,
  { decide, confirm }: UserChange<Value>,
): Promise<Value> {
  return commit(deps, userKey(deps.tenantId, user.id), {
    read: () => load(deps, user),
    decide,
    contains: ({ loadedUser }, commitId) => containsCommit(loadedUser.document, commitId),
    rewrite: (state) => {
      confirm?.(state)
      return rewrite(deps, state.ring, state.loadedUser)
    },
  })
}
