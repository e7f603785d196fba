import type { RegistrationVerbs } from '../../api/registrations.js'
import { maxCredentialIdLength } from '../../core/input/limits.js'
import { describeRegistration, registrationInEvent } from '../../core/registration/describe.js'
import type { Registration } from '../../core/registration/registration.js'
import { changed } from '../../core/user-document/user-document.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { id, text } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable, writeUser } from '../../kernel/load.js'

const parse = inputParser({ user: id, credentialId: text(1, maxCredentialIdLength) })

type Remove = RegistrationVerbs['remove']

export function removeRegistration(deps: Deps, input: Parameters<Remove>[0]): ReturnType<Remove> {
  return audited(deps, 'registrations.remove', input, async (audit) => {
    const { actor, user: identifier, credentialId } = parse(input)
    const user = await authorizeOnUser(deps, audit, 'registrations.remove', { actor, user: identifier })
    const removed = await changeUser<readonly Registration[]>(deps, user, {
      decide: (state, commitId) => {
        const { document } = requireReadable(state.loadedUser)
        const records = document?.registrations.filter(({ credential }) => credential.id === credentialId) ?? []
        // Repeated after a lost answer, the call finds nothing to remove.
        if (!document || records.length === 0) return { value: [] }
        const registrations = document.registrations.filter((record) => !records.includes(record))
        const value = records.map((record) => describeRegistration(user.id, record))
        return { value, write: writeUser(deps, state, changed(document, commitId, { registrations })) }
      },
    })
    const details = { registrations: removed.map(registrationInEvent) }
    return { value: undefined, event: { type: 'registration.removed', details } }
  })
}
