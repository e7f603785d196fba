import { isCascaded } from '../../registration/cascade.js'
import { describeRegistration } from '../../registration/describe.js'
import type { Registration } from '../../registration/registration.js'
import { audited } from '../audited.js'
import { authorizeOnUser } from '../caller.js'
import type { Deps } from '../deps.js'
import { load, readable } from '../load.js'
import { inputParser, user as userField } from '../parse-input.js'
import type { UserInput } from '../types.js'

const parse = inputParser({ user: userField })

export function listRegistrations(deps: Deps, input: UserInput): Promise<readonly Registration[]> {
  return audited(deps, 'registrations.list', input, async (trail) => {
    const user = await authorizeOnUser(deps, trail, 'registrations.list', parse(input))
    const { person } = await load(deps, user)
    const records = readable(person).document?.registrations ?? []
    const answer = records
      .filter((record) => !isCascaded(record))
      .map((record) => describeRegistration(user.id, record))
    return { answer, event: { type: 'pass.read', details: { verb: 'registrations.list' } } }
  })
}
