import { randomBytes, randomUUID } from 'node:crypto'
import type { ServiceActor, Store, StoreKey, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import { memoryDirectory } from 'temporary-access-pass/memory'
import { onceEach } from '../support/callers.js'

/** People with a pass each on one store. Codes of 48 symbols: no sign-in waits for a slow hash. */
export interface People {
  readonly tap: Tap
  readonly ids: readonly string[]
  /** Gives each a new pass in place of the old. */
  issue(isUsableOnce: boolean): Promise<void>
  /** @throws where it is refused: a benchmark of refusals would be another one. */
  signIn(person: number): Promise<void>
  /** What the store is asked for at a sign-in: the policy, the pass and a decoy. */
  keysOf(person: number): Promise<readonly StoreKey[]>
}

const admin: ServiceActor = { kind: 'system', id: 'bench', permissions: ['passes.create', 'policy.update'] }
const wrongCode = '0'.repeat(48)
/** Enough for nearly all of the 256 decoys. */
const strangers = 1_000

/** With the policy and the decoys stored, as after some days, and a multi-use pass for everybody. */
export async function admitPeople(store: Store, count: number): Promise<People> {
  const ids = Array.from({ length: count }, () => randomUUID())
  const directory = memoryDirectory(ids.map((id) => ({ id, isEnabled: true })))
  const options = { directory, keys: [{ id: 'bench', secret: randomBytes(32) }] }
  const tap = createTap({ ...options, store })
  const codes: string[] = []

  const issue = async (isUsableOnce: boolean): Promise<void> => {
    await onceEach(ids, async (user, person) => {
      codes[person] = (await tap.passes.create({ actor: admin, user, isUsableOnce })).temporaryAccessPass
    })
  }
  const signIn = async (person: number): Promise<void> => {
    const result = await tap.signIn({ user: ids[person] ?? '', code: codes[person] ?? '' })
    if (!result.ok) throw new Error('A sign-in was refused')
  }
  const keysOf = async (person: number): Promise<readonly StoreKey[]> => {
    let asked: readonly StoreKey[] = []
    const read: Store['read'] = (keys) => {
      asked = keys
      return store.read(keys)
    }
    const observed = createTap({ ...options, store: { ...store, read } })
    await observed.signIn({ user: ids[person] ?? '', code: codes[person] ?? '' })
    return asked
  }

  await tap.policy.update({ actor: admin, patch: { state: 'enabled', defaultLength: 48 } })
  await issue(false)
  await onceEach(Array.from({ length: strangers }), (_, index) =>
    tap.signIn({ user: `stranger-${index}`, code: wrongCode }),
  )
  return { tap, ids, issue, signIn, keysOf }
}
