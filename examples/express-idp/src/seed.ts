import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { User, Users } from './directory.js'
import { organisation } from './organisation.js'

/** Fills an empty database with an organisation. Returns `false` and changes nothing if there are users already. */
export function seedOnce(database: Database, users: Users): boolean {
  if (users.search('').length > 0) return false
  database.transaction(() => {
    for (const group of groups) users.addGroup(group)
    const ids = new Map<string, string>()
    for (const [index, entry] of staff.entries()) {
      const user = toUser(entry, index, ids)
      users.add(user)
      ids.set(entry.displayName, user.id)
    }
  })()
  return true
}

const groups = [
  { id: 'nursing', name: 'Nursing' },
  { id: 'front-desk', name: 'Front desk' },
  { id: 'board', name: 'Board' },
]

type SeedUser = Partial<
  Pick<User, 'userPrincipalName' | 'type' | 'roles' | 'groups' | 'isEnabled' | 'isRestricted'>
> & {
  readonly displayName: string
  /** The display name of a user earlier in the list. */
  readonly manager?: string
  readonly mobile?: string
}

const staff: readonly SeedUser[] = [
  { displayName: 'Femi Adeyemi', groups: ['board'], isRestricted: true },
  { displayName: 'Ada Okafor', manager: 'Femi Adeyemi', roles: ['Global Administrator'] },
  {
    displayName: 'Priya Nair',
    manager: 'Ada Okafor',
    roles: ['Privileged Authentication Administrator'],
    mobile: '+44 7700 900456',
  },
  { displayName: 'Tom Becker', manager: 'Ada Okafor', roles: ['Authentication Administrator'], groups: ['front-desk'] },
  { displayName: 'Ingrid Solberg', manager: 'Ada Okafor', roles: ['Authentication Policy Administrator'] },
  { displayName: 'Rui Costa', manager: 'Ada Okafor', roles: ['Global Reader'] },
  { displayName: 'Clara Jensen', manager: 'Femi Adeyemi', groups: ['nursing'] },
  { displayName: 'Grace Liu', manager: 'Femi Adeyemi', groups: ['nursing', 'front-desk'] },
  { displayName: 'Ben Ito', manager: 'Clara Jensen', groups: ['nursing'], mobile: '+44 7700 900123' },
  { displayName: 'Dmitri Volkov', manager: 'Grace Liu', groups: ['front-desk'] },
  { displayName: 'Elif Kaya', manager: 'Clara Jensen', groups: ['nursing'], isEnabled: false },
  { displayName: 'Noor Haddad', manager: 'Grace Liu', type: 'internalGuest' },
  { displayName: 'Sam Whitfield', type: 'externalGuest', userPrincipalName: 'sam.whitfield@agency.example' },
]

function toUser(
  { displayName, manager = '', mobile, ...entry }: SeedUser,
  index: number,
  ids: ReadonlyMap<string, string>,
): Omit<User, 'isReviewer'> {
  const [firstName = ''] = displayName.toLowerCase().split(' ')
  const email = entry.userPrincipalName ?? `${firstName}@${organisation.domain}`
  return {
    id: randomUUID(),
    displayName,
    userPrincipalName: email,
    addresses: [
      { channel: 'email', value: email },
      ...(mobile === undefined ? [] : [{ channel: 'sms', value: mobile } as const]),
    ],
    employeeId: `F-${1001 + index}`,
    managerId: ids.get(manager),
    isAway: false,
    type: 'member',
    roles: [],
    groups: [],
    isEnabled: true,
    isRestricted: false,
    ...entry,
  }
}
