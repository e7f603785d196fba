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
  /** On the badge: whoever asks for a pass without signing in has to know it. */
  readonly employeeId: string
  readonly isAway: boolean
  /** Does the organisation make them a reviewer of anybody: as manager, stand-in or manager’s manager? */
  readonly isReviewer: boolean
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
  add(person: Omit<Person, 'isReviewer'>): void
  setAbsence(id: string, absence: Absence): void
  addGroup(group: Group): void
}

/** Whether somebody is away, and who stands in for them. */
export interface Absence {
  readonly isAway: boolean
  readonly delegateId: string | undefined
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
  const setAbsence = database.prepare<[number, string | null, string]>(
    'update people set is_away = ?, delegate_id = ? where id = ?',
  )

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
    setAbsence: (id, { isAway, delegateId }) => void setAbsence.run(isAway ? 1 : 0, delegateId ?? null, id),
    addGroup: ({ id, name }) => void database.prepare('insert into groups (id, name) values (?, ?)').run(id, name),
  }
}

const select = `
  select *,
    (select json_group_array(group_id) from memberships where person_id = people.id) as groups,
    exists (
      select 1 from people as report join people as manager on manager.id = report.manager_id
      where people.id in (manager.id, manager.delegate_id, manager.manager_id)
    ) as is_reviewer
  from people`

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
  readonly employee_id: string
  readonly manager_id: string | null
  readonly delegate_id: string | null
  readonly is_away: number
  readonly is_reviewer: number
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
    employeeId: row.employee_id,
    managerId: row.manager_id ?? undefined,
    delegateId: row.delegate_id ?? undefined,
    isAway: row.is_away === 1,
    isReviewer: row.is_reviewer === 1,
  }
}

function insertPerson(database: Database, person: Omit<Person, 'isReviewer'>): void {
  database
    .prepare(
      `insert into people (id, user_principal_name, display_name, type, roles, addresses, is_enabled, is_restricted,
         employee_id, manager_id, delegate_id, is_away)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
      person.employeeId,
      person.managerId ?? null,
      person.delegateId ?? null,
      person.isAway ? 1 : 0,
    )
  const join = database.prepare('insert into memberships (group_id, person_id) values (?, ?)')
  for (const group of person.groups) join.run(group, person.id)
}
