import type { UserInput } from '../../api/call.js'
import { UserNotFoundError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnName } from '../../kernel/authorize.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { id } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { writeEmptyUser } from '../../kernel/load.js'
import { removeUserDocuments } from '../../kernel/remove-user-documents.js'

const parse = inputParser({ user: id })

/**
 * Forgets a user. A user who has left the directory is named by the id that they had.
 *
 * An empty document stays for a day. If nothing were stored, a late write would still find what it expects.
 */
export function forgetUser(deps: Deps, input: UserInput): Promise<void> {
  return audited(deps, 'users.forget', input, async (audit) => {
    const parsed = parse(input)
    const known = await authorizeOnName(deps, audit, 'users.forget', parsed)
    const user = known ?? { id: parsed.user, isEnabled: false }
    let isFound = (await removeUserDocuments(deps, user.id)) || known !== undefined
    await changeUser(deps, user, {
      decide: (state, commitId) => {
        const { stored } = state.loadedUser
        // An earlier write of this call, whose answer was lost, may have removed it.
        isFound ||= stored !== undefined
        if (!isFound) throw new UserNotFoundError()
        return { value: undefined, write: stored && writeEmptyUser(deps, state, user, commitId) }
      },
    })
    audit.userId = user.id
    return { value: undefined, event: { type: 'user.forgotten', details: {} } }
  })
}
