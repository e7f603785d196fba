import { cleanText } from '../event/clean.js'
import { noWrongCodes } from '../lockout/lockout.js'
import type { UnlockInput } from '../tap.js'
import { changed } from '../user-document/user-document.js'
import { audited } from './audited.js'
import { authorizeOnUser } from './caller.js'
import { changePerson } from './change-person.js'
import type { Deps } from './deps.js'
import { readable, writePerson } from './load.js'
import { inputParser, text, user as userField } from './parse-input.js'

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
