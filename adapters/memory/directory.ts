import type { Directory, DirectoryUser } from '../../src/ports/directory.js'

/** A person in a {@link memoryDirectory}. */
export interface MemoryUser extends DirectoryUser {
  /** Further names the person may be found by, in any case: addresses, phone numbers, staff numbers. */
  readonly aliases?: readonly string[] | undefined
}

/**
 * People in an array, for trying out and for tests. Finds by `id` exactly as it is written, and by `userPrincipalName` and
 * `aliases` in any case; whoever asks, from whichever tenant, finds the same people.
 *
 * @param users - Copied: later changes to the array or the objects in it change nothing here.
 * @returns a directory that answers frozen values, without their aliases.
 * @throws `RangeError` when a name is empty, or could mean two people.
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

  for (const given of users) {
    const user = copy(given)
    checkName(user.id)
    if (byId.has(user.id)) throw new RangeError(`Two users have the id "${user.id}"`)
    byId.set(user.id, user)
  }
  for (const given of users) {
    const user = byId.get(given.id)
    if (user === undefined) continue
    for (const name of namesOf(given)) {
      checkName(name)
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

function namesOf({ userPrincipalName, aliases = [] }: MemoryUser): readonly string[] {
  return userPrincipalName === undefined ? aliases : [userPrincipalName, ...aliases]
}

function refuseTwo(name: string, id: string, holder: DirectoryUser | undefined): void {
  if (holder !== undefined && holder.id !== id) throw new RangeError(`The name "${name}" could mean two users`)
}

function checkName(name: string): void {
  if (name === '') throw new RangeError('A user needs names that are not empty')
}

function fold(name: string): string {
  return name.toLowerCase()
}

function copy({ aliases: _, roles, groups, addresses, ...user }: MemoryUser): DirectoryUser {
  return Object.freeze({
    ...user,
    ...(roles === undefined ? {} : { roles: Object.freeze([...roles]) }),
    ...(groups === undefined ? {} : { groups: Object.freeze([...groups]) }),
    ...(addresses === undefined ? {} : { addresses: Object.freeze(addresses.map((address) => ({ ...address }))) }),
  })
}
