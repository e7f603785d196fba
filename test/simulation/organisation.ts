import type { ServiceActor, UserActor } from '../../src/core/access/actor.js'
import { permissions } from '../../src/core/access/permission.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { Provers } from '../../src/ports/prover.js'
import type { CallPort } from './port-call.js'

export const users = ['ada', 'ben', 'cyd'] as const
const manager = 'mona'
const administratorId = 'grace'

/** The users, their manager and an administrator. All have an address. */
export const directory: ReadonlyMap<string, DirectoryUser> = new Map(
  [...users, manager, administratorId].map((id) => [
    id,
    {
      id,
      isEnabled: true,
      employeeId: `E-${id}`,
      managerId: manager,
      roles: id === administratorId ? ['Global Administrator'] : [],
      addresses: [{ channel: 'email', value: `${id}@example.com` }],
    },
  ]),
)

/** A program of the help desk with every permission. */
export const helpDesk: ServiceActor = { kind: 'app', id: 'help-desk', permissions: [...permissions] }

export const administrator: UserActor = { kind: 'user', user: administratorId }

export const reviewer: UserActor = { kind: 'user', user: manager }

/** Accepts what is presented as `good`. */
export function provers(call: CallPort): Provers {
  const prover = (name: string) => (challenge: { readonly presented: unknown }) =>
    call(`prover.${name}`, () => ({
      isAccepted: challenge.presented === 'good',
      assurance: 'IAL2',
      references: [`case ${name}`],
    }))
  return { document: prover('document'), liveness: prover('liveness') }
}
