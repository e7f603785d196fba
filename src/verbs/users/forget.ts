import type { UserInput } from '../../api/call.js'
import { isEmptyDocument } from '../../core/user-document/user-document.js'
import { UserNotFoundError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnName } from '../../kernel/authorize.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { id } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { writeEmptyUser } from '../../kernel/load.js'
import type { LoadedUser } from '../../kernel/loaded.js'
import { removeUserDocuments } from '../../kernel/remove-user-documents.js'

const parse = inputParser({ user: id })

/**
 * Forgets a user. A user who has left the directory is named by the id that they had.
 *
 * An empty document stays for a day, also for a user of whom nothing was stored. Otherwise a write of an earlier call that
 * arrives late would find what it expects, and bring the user's pass back.
 */
export function forgetUser(deps: Deps, input: UserInput): Promise<void> {
  return audited(deps, 'users.forget', input, async (audit) => {
    const parsed = parse(input)
    const known = await authorizeOnName(deps, audit, 'users.forget', parsed)
    const user = known ?? { id: parsed.user, isEnabled: false }
    // First, so that no approved request leads to a pass after the user's document is empty.
    const isFound = await removeUserDocuments(deps, user.id)
    const hadContent = await changeUser(deps, user, {
      decide: (state, commitId) => ({
        value: holdsAnything(state.loadedUser),
        write: writeEmptyUser(deps, state, user, commitId),
      }),
    })
    if (!known && !isFound && !hadContent) throw new UserNotFoundError()
    audit.userId = user.id
    return { value: undefined, event: { type: 'user.forgotten', details: {} } }
  })
}

/** An unreadable document counts: it may hold anything. */
function holdsAnything({ stored, unreadable, document }: LoadedUser): boolean {
  if (!stored) return false
  return unreadable !== undefined || document === undefined || !isEmptyDocument(document)
}
