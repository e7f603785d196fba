import { randomBytes, randomUUID } from 'node:crypto'
import type { ServiceActor, Store, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import type { StoreKey } from 'temporary-access-pass/contract'
import { memoryDirectory } from 'temporary-access-pass/memory'
import { onceEach } from '../support/callers.js'

/** Users on one store, with a pass each. The codes have 48 symbols, so that no sign-in waits for the slow hash. */
export interface BenchUsers {
  readonly tap: Tap
  readonly ids: readonly string[]
  /** Issues a new pass to each user, which replaces the previous one. */
  issue(isUsableOnce: boolean): Promise<void>
  /** @throws `Error` if the sign-in is refused, because this benchmark does not measure refusals. */
  signIn(user: number): Promise<void>
  /** Returns the keys that a sign-in reads: the policy, the user and a decoy. */
  keysOf(user: number): Promise<readonly StoreKey[]>
}

const admin: ServiceActor = { kind: 'system', id: 'bench', permissions: ['passes.create', 'policy.update'] }
const wrongCode = '0'.repeat(48)
/** Enough sign-ins to create nearly all of the 256 decoys. */
const unknownUserCount = 1_000

/** Stores the policy and the decoys, as after some days of use, and issues a multi-use pass to each user. */
export async function createUsers(store: Store, count: number): Promise<BenchUsers> {
  const ids = Array.from({ length: count }, () => randomUUID())
  const directory = memoryDirectory(ids.map((id) => ({ id, isEnabled: true })))
  const options = { directory, keys: [{ id: 'bench', secret: randomBytes(32) }] }
  const tap = createTap({ ...options, store })
  const codes: string[] = []

  const issue = async (isUsableOnce: boolean): Promise<void> => {
    await onceEach(ids, async (user, index) => {
      codes[index] = (await tap.passes.create({ actor: admin, user, isUsableOnce })).temporaryAccessPass
    })
  }
  const signIn = async (user: number): Promise<void> => {
    const result = await tap.signIn({ user: ids[user] ?? '', code: codes[user] ?? '' })
    if (!result.ok) throw new Error('A sign-in was refused')
  }
  const keysOf = async (user: number): Promise<readonly StoreKey[]> => {
    let readKeys: readonly StoreKey[] = []
    const read: Store['read'] = (keys) => {
      readKeys = keys
      return store.read(keys)
    }
    const observed = createTap({ ...options, store: { ...store, read } })
    await observed.signIn({ user: ids[user] ?? '', code: codes[user] ?? '' })
    return readKeys
  }

  await tap.policy.update({ actor: admin, patch: { state: 'enabled', defaultLength: 48 } })
  await issue(false)
  await onceEach(Array.from({ length: unknownUserCount }), (_, index) =>
    tap.signIn({ user: `unknown-${index}`, code: wrongCode }),
  )
  return { tap, ids, issue, signIn, keysOf }
}
