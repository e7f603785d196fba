import type { UnlockInput } from '../../api/tap.js'
import { cleanText } from '../../core/event/clean-text.js'
import { noWrongCodes } from '../../core/lockout/lockout.js'
import { changed } from '../../core/user-document/user-document.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import { changePerson } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser, text, user as userField } from '../../kernel/input-parser.js'
import { readable, writePerson } from '../../kernel/load.js'

const longestJustification = 1_000
const parse = inputParser({ user: userField, justification: text(1, longestJustification) })

export function unlock(deps: Deps, input: UnlockInput): Promise<void> {
  return audited(deps, 'unlock', input, async (trail) => {
    const { actor, user: name, justification } = parse(input)
    const user = await authorizeOnUser(deps, trail, 'unlock', { actor, user: name })
    const wrongCodes = await changePerson(deps, user, {
      decide: (state, commitId) => {
        const { document } = readable(state.person)
        if (!document) return { answer: 0 }
        const next = changed(document, commitId, { wrongCodes: noWrongCodes })
        return { answer: document.wrongCodes.consecutive, write: writePerson(deps, state, next) }
      },
    })
    const details = { wrongCodes, justification: cleanText(justification, longestJustification) }
    return { answer: undefined, event: { type: 'user.unlocked', details } }
  })
}
