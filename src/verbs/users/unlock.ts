import type { UnlockInput } from '../../api/users.js'
import { cleanText } from '../../core/event/clean-text.js'
import { maxJustificationLength } from '../../core/input/limits.js'
import { noWrongCodes } from '../../core/lockout/lockout.js'
import { changed } from '../../core/user-document/user-document.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { id, text } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable, writeUser } from '../../kernel/load.js'

const parse = inputParser({ user: id, justification: text(1, maxJustificationLength) })

export function unlock(deps: Deps, input: UnlockInput): Promise<void> {
  return audited(deps, 'users.unlock', input, async (audit) => {
    const { actor, user: identifier, justification } = parse(input)
    const user = await authorizeOnUser(deps, audit, 'users.unlock', { actor, user: identifier })
    const wrongCodes = await changeUser(deps, user, {
      decide: (state, commitId) => {
        const { document } = requireReadable(state.loadedUser)
        if (!document) return { value: 0 }
        const next = changed(document, commitId, { wrongCodes: noWrongCodes })
        return { value: document.wrongCodes.consecutive, write: writeUser(deps, state, next) }
      },
    })
    const details = { wrongCodes, justification: cleanText(justification, maxJustificationLength) }
    return { value: undefined, event: { type: 'user.unlocked', details } }
  })
}
