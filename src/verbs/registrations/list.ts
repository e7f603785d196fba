import type { UserInput } from '../../api/call.js'
import { isCascaded } from '../../core/registration/cascade.js'
import { describeRegistration } from '../../core/registration/describe.js'
import type { Registration } from '../../core/registration/registration.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { id } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { load, requireReadable } from '../../kernel/load.js'

const parse = inputParser({ user: id })

export function listRegistrations(deps: Deps, input: UserInput): Promise<readonly Registration[]> {
  return audited(deps, 'registrations.list', input, async (audit) => {
    const user = await authorizeOnUser(deps, audit, 'registrations.list', parse(input))
    const { loadedUser } = await load(deps, user)
    const records = requireReadable(loadedUser).document?.registrations ?? []
    const value = records.filter((record) => !isCascaded(record)).map((record) => describeRegistration(user.id, record))
    return { value, event: { type: 'pass.read', details: { call: 'registrations.list' } } }
  })
}
