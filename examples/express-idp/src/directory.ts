import type { Database } from 'better-sqlite3'
import type { Address, Directory, DirectoryUser } from 'temporary-access-pass'

/** A user of the organisation. */
export interface User extends DirectoryUser {
  readonly type: 'member' | 'internalGuest' | 'externalGuest'
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly isRestricted: boolean
  readonly userPrincipalName: string
  readonly displayName: string
  /** The addresses for messages. */
  readonly addresses: readonly Address[]
  /** Printed on the badge. A requester who is not signed in has to know it. */
  readonly employeeId: string
  readonly isAway: boolean
  /** Whether this user reviews requests of another user: as manager, delegate or manager’s manager. */
  readonly isReviewer: boolean
}

/** A group that a policy can include or exclude. */
export interface Group {
  readonly id: string
  readonly name: string
}

/** The table of users. It implements the library’s `Directory`. */
export interface Users extends Directory {
  byId(id: string): User | undefined
  byRole(role: string): User | undefined
  /** Returns users in alphabetical order. `text` is part of a name or an address. */
  search(text: string): readonly User[]
  groups(): readonly Group[]
  add(user: Omit<User, 'isReviewer'>): void
  setAbsence(id: string, absence: Absence): void
  addGroup(group: Group): void
}

/** Whether a user is away, and the delegate who reviews requests for them. */
export interface Absence {
  readonly isAway: boolean
  readonly delegateId: string | undefined
}

/** Creates the table access. With `domain`, users can sign in with the part of their address before the `@`. */
export function createUsers(database: Database, domain: string): Users {
  const byId = database.prepare<[string], UserRow>(`${select} where id = ?`)
  const byName = database.prepare<[string, string], UserRow>(`${select} where user_principal_name in (?, ?) limit 1`)
  const byRole = database.prepare<[string], UserRow>(
    `${select} where is_enabled = 1 and exists (select 1 from json_each(roles) where value = ?) limit 1`,
  )
  const search = database.prepare<[string, string], UserRow>(
    `${select} where instr(lower(display_name), ?) > 0 or instr(lower(user_principal_name), ?) > 0 order by display_name`,
  )
  const groups = database.prepare<[], Group>('select id, name from groups order by name')
  const setAbsence = database.prepare<[number, string | null, string]>(
    'update users set is_away = ?, delegate_id = ? where id = ?',
  )

  return {
    async findUser({ user }) {
      const name = user.trim()
      return toUser(byId.get(name) ?? byName.get(name, `${name}@${domain}`))
    },
    byId: (id) => toUser(byId.get(id)),
    byRole: (role) => toUser(byRole.get(role)),
    search(text) {
      const part = text.trim().toLowerCase()
      return search.all(part, part).flatMap((row) => toUser(row) ?? [])
    },
    groups: () => groups.all(),
    add: (user) => insertUser(database, user),
    setAbsence: (id, { isAway, delegateId }) => void setAbsence.run(isAway ? 1 : 0, delegateId ?? null, id),
    addGroup: ({ id, name }) => void database.prepare('insert into groups (id, name) values (?, ?)').run(id, name),
  }
}

const select = `
  select *,
    (select json_group_array(group_id) from memberships where user_id = users.id) as groups,
    exists (
      select 1 from users as report join users as manager on manager.id = report.manager_id
      where users.id in (manager.id, manager.delegate_id, manager.manager_id)
    ) as is_reviewer
  from users`

interface UserRow {
  readonly id: string
  readonly user_principal_name: string
  readonly display_name: string
  readonly type: User['type']
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

function toUser(row: UserRow | undefined): User | undefined {
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

function insertUser(database: Database, user: Omit<User, 'isReviewer'>): void {
  database
    .prepare(
      `insert into users (id, user_principal_name, display_name, type, roles, addresses, is_enabled, is_restricted,
         employee_id, manager_id, delegate_id, is_away)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      user.id,
      user.userPrincipalName,
      user.displayName,
      user.type,
      JSON.stringify(user.roles),
      JSON.stringify(user.addresses),
      user.isEnabled ? 1 : 0,
      user.isRestricted ? 1 : 0,
      user.employeeId,
      user.managerId ?? null,
      user.delegateId ?? null,
      user.isAway ? 1 : 0,
    )
  const join = database.prepare('insert into memberships (group_id, user_id) values (?, ?)')
  for (const group of user.groups) join.run(group, user.id)
}
