import { PassNotFoundError } from '../../errors.js'
import { changed } from '../../user-document/user-document.js'
import { audited } from '../audited.js'
import { authorizeOnUser } from '../caller.js'
import { changePerson } from '../change-person.js'
import type { Deps } from '../deps.js'
import { documentOrEmpty, writePerson } from '../load.js'
import { parsePassInput } from './parse.js'
import type { DeletedPass, PassInput } from './types.js'

export function deletePass(deps: Deps, input: PassInput): Promise<DeletedPass> {
  return audited(deps, 'passes.delete', input, async (trail) => {
    const { actor, user: name, passId } = parsePassInput(input)
    const user = await authorizeOnUser(deps, trail, 'passes.delete', { actor, user: name })
    let removing: string | undefined
    const details = await changePerson(deps, user, {
      decide: (state, commitId) => {
        const { document, unreadable } = state.person
        const pass = document?.pass
        // A write of ours whose answer was lost has removed it: that is what was asked for.
        if (removing !== undefined && pass?.id !== removing)
          return { answer: { passId: removing, overwrote: undefined } }
        if (!unreadable && (!pass || (passId !== undefined && pass.id !== passId))) throw new PassNotFoundError()
        removing = pass?.id
        const next = changed(documentOrEmpty(state.person, user), commitId, { pass: undefined })
        return {
          answer: { passId: pass?.id, overwrote: unreadable },
          write: writePerson(deps, state, next),
        }
      },
    })
    const answer: DeletedPass = { userId: user.id, passId: details.passId }
    return { answer, event: { type: 'pass.deleted', details } }
  })
}
