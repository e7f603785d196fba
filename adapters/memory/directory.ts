import type { Directory, DirectoryUser } from '../../src/ports/directory.js'

/** A user of a {@link memoryDirectory}. */
export interface MemoryUser extends DirectoryUser {
  /**
   * More names that find the user: e-mail addresses, phone numbers, employee numbers. Upper and lower case do not matter.
   *
   * Default: none.
   */
  readonly aliases?: readonly string[] | undefined
}

/**
 * Creates a directory from a list of users, for trying out and for tests.
 *
 * It finds a user by the exact `id`, or by `userPrincipalName` or an alias in any case. Every tenant finds the same users.
 *
 * @param users - The list is copied: later changes to it have no effect.
 * @returns a directory whose `findUser` returns frozen users without their aliases.
 * @throws `RangeError` if a name is empty, or finds two users.
 *
 * @example
 * ```ts
 * import { memoryDirectory } from 'temporary-access-pass/memory'
 *
 * const directory = memoryDirectory([
 *   { id: 'ada', isEnabled: true, userPrincipalName: 'ada@example.com', aliases: ['+44 20 7946 0958'] },
 * ])
 * ```
 */
export function memoryDirectory(users: readonly MemoryUser[]): Directory {
  const byId = new Map<string, DirectoryUser>()
  const byName = new Map<string, DirectoryUser>()

  for (const user of users) {
    checkName(user.id, 'id')
    if (byId.has(user.id)) throw new RangeError(`Two users have the id "${user.id}": each id must be unique`)
    byId.set(user.id, copyUser(user))
  }
  for (const given of users) {
    const user = byId.get(given.id)
    if (user === undefined) continue
    for (const [name, field] of namesOf(given)) {
      checkName(name, field)
      refuseTwo(name, given.id, byName.get(fold(name)))
      byName.set(fold(name), user)
    }
  }
  for (const id of byId.keys()) refuseTwo(id, id, byName.get(fold(id)))

  return Object.freeze({
    async findUser({ user }: { readonly user: string; readonly tenantId: string }): Promise<DirectoryUser | undefined> {
      return byId.get(user) ?? byName.get(fold(user))
    },
  })
}

function namesOf({ userPrincipalName, aliases = [] }: MemoryUser): readonly (readonly [name: string, field: string])[] {
  const names = aliases.map((alias) => [alias, 'aliases'] as const)
  return userPrincipalName === undefined ? names : [[userPrincipalName, 'userPrincipalName'], ...names]
}

function refuseTwo(name: string, id: string, other: DirectoryUser | undefined): void {
  if (other === undefined || other.id === id) return
  throw new RangeError(`The name "${name}" finds two users, "${other.id}" and "${id}": remove it from one of them`)
}

function checkName(name: string, field: string): void {
  if (name === '') throw new RangeError(`"${field}" of a user must not contain an empty name`)
}

function fold(name: string): string {
  return name.toLowerCase()
}

function copyUser({ aliases: _, roles, groups, addresses, ...user }: MemoryUser): DirectoryUser {
  return Object.freeze({
    ...user,
    ...(roles === undefined ? {} : { roles: Object.freeze([...roles]) }),
    ...(groups === undefined ? {} : { groups: Object.freeze([...groups]) }),
    ...(addresses === undefined ? {} : { addresses: Object.freeze(addresses.map((address) => ({ ...address }))) }),
  })
}
