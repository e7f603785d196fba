import { isMadeBy } from '../core/user-document/user-document.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Decision } from './commit.js'
import { commit } from './commit.js'
import type { Deps } from './deps.js'
import type { Turn } from './keyed-lock.js'
import type { Loaded } from './load.js'
import { load, rewrite } from './load.js'

export interface PersonChange<Answer> {
  readonly decide: (state: Loaded, commitId: string) => Decision<Answer>
  /** After a lost answer, throws where what was written is no longer worth telling. */
  readonly confirm?: ((state: Loaded) => void) | undefined
}

/** One change of one person's document, committed. */
export async function changePerson<Answer>(
  deps: Deps,
  user: DirectoryUser,
  { decide, confirm }: PersonChange<Answer>,
): Promise<Answer> {
  const turn = joinTurn(deps, user.id, true)
  try {
    return await commit(deps, turn, {
      read: () => load(deps, user),
      decide,
      isMadeBy: ({ person }, commitId) => isMadeBy(person.document, commitId),
      carryForward: (state) => {
        confirm?.(state)
        return rewrite(deps, state.ring, state.person)
      },
    })
  } finally {
    turn.leave()
  }
}

/** Whoever writes about this person, or this name that nobody bears, stands in one line: the help desk before strangers. */
export function joinTurn(deps: Deps, userId: string, isFirst: boolean): Turn {
  return deps.turns.join(`pass ${deps.tenantId.length} ${deps.tenantId} ${userId}`, isFirst)
}
