import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { People, Person } from './directory.js'
import { organisation } from './organisation.js'

/** Fills an empty database with an organisation. Answers `false`, changing nothing, when there are people already. */
export function seedOnce(database: Database, people: People): boolean {
  if (people.search('').length > 0) return false
  database.transaction(() => {
    for (const group of groups) people.addGroup(group)
    for (const person of staff) people.add(toPerson(person))
  })()
  return true
}

const groups = [
  { id: 'nursing', name: 'Nursing' },
  { id: 'front-desk', name: 'Front desk' },
  { id: 'board', name: 'Board' },
]

type Entry = Partial<Omit<Person, 'id' | 'displayName' | 'addresses'>> & {
  readonly displayName: string
  readonly mobile?: string
}

const staff: readonly Entry[] = [
  { displayName: 'Ada Okafor', roles: ['Global Administrator'] },
  { displayName: 'Priya Nair', roles: ['Privileged Authentication Administrator'], mobile: '+44 7700 900456' },
  { displayName: 'Tom Becker', roles: ['Authentication Administrator'], groups: ['front-desk'] },
  { displayName: 'Ingrid Solberg', roles: ['Authentication Policy Administrator'] },
  { displayName: 'Rui Costa', roles: ['Global Reader'] },
  { displayName: 'Ben Ito', groups: ['nursing'], mobile: '+44 7700 900123' },
  { displayName: 'Clara Jensen', groups: ['nursing'] },
  { displayName: 'Dmitri Volkov', groups: ['front-desk'] },
  { displayName: 'Grace Liu', groups: ['nursing', 'front-desk'] },
  { displayName: 'Femi Adeyemi', groups: ['board'], isRestricted: true },
  { displayName: 'Elif Kaya', groups: ['nursing'], isEnabled: false },
  { displayName: 'Noor Haddad', type: 'internalGuest' },
  { displayName: 'Sam Whitfield', type: 'externalGuest', userPrincipalName: 'sam.whitfield@agency.example' },
]

function toPerson({ mobile, ...entry }: Entry): Person {
  const [firstName = ''] = entry.displayName.toLowerCase().split(' ')
  const email = entry.userPrincipalName ?? `${firstName}@${organisation.domain}`
  return {
    id: randomUUID(),
    userPrincipalName: email,
    addresses: [
      { channel: 'email', value: email },
      ...(mobile === undefined ? [] : [{ channel: 'sms', value: mobile } as const]),
    ],
    type: 'member',
    roles: [],
    groups: [],
    isEnabled: true,
    isRestricted: false,
    ...entry,
  }
}
