import type { Database } from 'better-sqlite3'
import type { Address, Directory, DirectoryUser } from 'temporary-access-pass'

/** A person of the organisation. */
export interface Person extends DirectoryUser {
  readonly type: 'member' | 'internalGuest' | 'externalGuest'
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly isRestricted: boolean
  readonly userPrincipalName: string
  readonly displayName: string
  /** Where they can be told something. */
  readonly addresses: readonly Address[]
}

/** A group that a policy can name. */
export interface Group {
  readonly id: string
  readonly name: string
}

/** The people table: as the library's `Directory`, and as the pages need it. */
export interface People extends Directory {
  byId(id: string): Person | undefined
  byRole(role: string): Person | undefined
  /** In alphabetical order; `text` is part of a name or an address. */
  search(text: string): readonly Person[]
  groups(): readonly Group[]
  add(person: Person): void
  addGroup(group: Group): void
}

/** `domain` lets people sign in with the part of their address before the `@`. */
export function createPeople(database: Database, domain: string): People {
  const byId = database.prepare<[string], Row>(`${select} where id = ?`)
  const byName = database.prepare<[string, string], Row>(`${select} where user_principal_name in (?, ?) limit 1`)
  const byRole = database.prepare<[string], Row>(
    `${select} where is_enabled = 1 and exists (select 1 from json_each(roles) where value = ?) limit 1`,
  )
  const search = database.prepare<[string, string], Row>(
    `${select} where instr(lower(display_name), ?) > 0 or instr(lower(user_principal_name), ?) > 0 order by display_name`,
  )
  const groups = database.prepare<[], Group>('select id, name from groups order by name')

  return {
    async findUser({ user }) {
      const name = user.trim()
      return toPerson(byId.get(name) ?? byName.get(name, `${name}@${domain}`))
    },
    byId: (id) => toPerson(byId.get(id)),
    byRole: (role) => toPerson(byRole.get(role)),
    search(text) {
      const part = text.trim().toLowerCase()
      return search.all(part, part).flatMap((row) => toPerson(row) ?? [])
    },
    groups: () => groups.all(),
    add: (person) => insertPerson(database, person),
    addGroup: ({ id, name }) => void database.prepare('insert into groups (id, name) values (?, ?)').run(id, name),
  }
}

const select = `
  select *, (select json_group_array(group_id) from memberships where person_id = people.id) as groups from people`

interface Row {
  readonly id: string
  readonly user_principal_name: string
  readonly display_name: string
  readonly type: Person['type']
  readonly roles: string
  readonly groups: string
  readonly addresses: string
  readonly is_enabled: number
  readonly is_restricted: number
}

function toPerson(row: Row | undefined): Person | undefined {
  if (row === undefined) return undefined
  return {
    id: row.id,
    userPrincipalName: row.user_principal_name,
    displayName: row.display_name,
    type: row.type,
    roles: JSON.parse(row.roles) as string[],
    groups: JSON.parse(row.groups) as string[],
    addresses: JSON.parse(row.addresses) as Address[],
    isEnabled: row.is_enabled === 1,
    isRestricted: row.is_restricted === 1,
  }
}

function insertPerson(database: Database, person: Person): void {
  database
    .prepare(
      `insert into people (id, user_principal_name, display_name, type, roles, addresses, is_enabled, is_restricted)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      person.id,
      person.userPrincipalName,
      person.displayName,
      person.type,
      JSON.stringify(person.roles),
      JSON.stringify(person.addresses),
      person.isEnabled ? 1 : 0,
      person.isRestricted ? 1 : 0,
    )
  const join = database.prepare('insert into memberships (group_id, person_id) values (?, ?)')
  for (const group of person.groups) join.run(group, person.id)
}
