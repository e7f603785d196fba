import type { UserInput } from '../../api/call.js'
import { UserNotFoundError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnName } from '../../kernel/authorize.js'
import { changePerson } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser, user as userField } from '../../kernel/input-parser.js'
import { writeEmptyPerson } from '../../kernel/load.js'
import { forgetRequests } from '../../requests/kernel/forget.js'

const parse = inputParser({ user: userField })

/**
 * Of somebody who has left the directory too, by the id they had: that is when it is needed most.
 *
 * An empty document stays for a day. Where nothing is stored, a write that was sent before and comes late would still find
 * what it expects.
 */
export function forgetUser(deps: Deps, input: UserInput): Promise<void> {
  return audited(deps, 'users.forget', input, async (trail) => {
    const named = parse(input)
    const known = await authorizeOnName(deps, trail, 'users.forget', named)
    const user = known ?? { id: named.user, isEnabled: false }
    let isFound = (await forgetRequests(deps, user)) || known !== undefined
    await changePerson(deps, user, {
      decide: (state, commitId) => {
        const { stored } = state.person
        // A write of ours whose answer was lost may have removed it: that is what was asked for.
        isFound ||= stored !== undefined
        if (!isFound) throw new UserNotFoundError()
        return { answer: undefined, write: stored && writeEmptyPerson(deps, state, user, commitId) }
      },
    })
    trail.userId = user.id
    return { answer: undefined, event: { type: 'user.forgotten', details: {} } }
  })
}
