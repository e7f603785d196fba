import { audited } from './audited.js'
import { authorizeOnUser } from './caller.js'
import { changePerson } from './change-person.js'
import type { Deps } from './deps.js'
import { inputParser, user as userField } from './parse-input.js'
import type { UserInput } from './types.js'

const parse = inputParser({ user: userField })

export function forgetUser(deps: Deps, input: UserInput): Promise<void> {
  return audited(deps, 'users.forget', input, async (trail) => {
    const user = await authorizeOnUser(deps, trail, 'users.forget', parse(input))
    await changePerson(deps, user, {
      decide: ({ person: { key, stored } }) => ({
        answer: undefined,
        write: stored && { key, expected: stored.revision, next: null },
      }),
    })
    return { answer: undefined, event: { type: 'user.forgotten', details: {} } }
  })
}
