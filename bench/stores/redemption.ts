import type { Store } from 'temporary-access-pass'
import type { StoreKey } from 'temporary-access-pass/contract'
import { openStore } from '../../test/local-servers/open-store.js'
import { perSecondByCallers } from '../support/callers.js'
import { interleave, median, medianRatio } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { BenchServer } from './bench-servers.js'
import type { Effort } from './options.js'
import { nextRevision } from './raw/next.js'
import { openRaw } from './raw/raw.js'
import type { RawKeys, RawRow } from './types.js'
import { createUsers } from './users.js'

const userCount = 64

export const redemptionHeader: readonly string[] = [
  ...['Store', 'Driver', '`tap.signIn` a second', 'the store alone', 'raw'],
  ...['sign-in / raw', 'store / raw'],
]

/** Compares sign-ins, the reads and writes of a sign-in on the store alone, and the raw limit, on one server. */
export async function benchRedemption(server: BenchServer, { rounds, roundMs }: Effort): Promise<readonly string[]> {
  progress(`${server.name}: redemptions`)
  const address = await server.fresh()
  const { store, close } = await openStore(address)
  const users = await createUsers(store, userCount)
  const keysOfUsers = await Promise.all(users.ids.map((_, user) => users.keysOf(user)))
  const raw = await openRaw(address, await rowsOf(store, keysOfUsers))
  const copies = await copyTo(store, keysOfUsers)
  try {
    const measure = (work: (user: number) => Promise<void>) => () => perSecondByCallers(userCount, roundMs, work)
    const [signIns = [], storeAlone = [], limit = []] = await interleave(
      [
        { name: 'tap.signIn', run: measure(users.signIn) },
        { name: 'store', run: measure((user) => readAndWrite(store, copies[user] ?? [])) },
        { name: 'raw', run: measure((user) => raw.readAndWrite(rawKeys(keysOfUsers[user] ?? []))) },
      ],
      rounds,
    )
    const speeds = [signIns, storeAlone, limit].map((figures) => figure(median(figures)))
    const ratios = [signIns, storeAlone].map((figures) => figure(medianRatio(figures, limit)))
    return [server.name, address.driver, ...speeds, ...ratios]
  } finally {
    await raw.close()
    await close()
  }
}

/** Returns every document that the sign-ins read. A decoy that does not exist yet is as large as a user document. */
async function rowsOf(store: Store, keysOfUsers: readonly (readonly StoreKey[])[]): Promise<readonly RawRow[]> {
  const rows = new Map<string, RawRow>()
  for (const keys of keysOfUsers) {
    const documents = await store.read(keys)
    for (const [index, key] of keys.entries()) {
      const document = documents[index] ?? documents[1]
      if (document !== undefined) rows.set(rawKey(key), { key: rawKey(key), document })
    }
  }
  return [...rows.values()]
}

function rawKey({ tenantId, kind, id }: StoreKey): string {
  return `${kind}/${tenantId}/${id}`
}

function rawKeys([policy, pass, decoy]: readonly StoreKey[]): RawKeys {
  if (!policy || !pass || !decoy) throw new Error('A sign-in must read three documents')
  return [rawKey(policy), rawKey(pass), rawKey(decoy)]
}

/** Copies the documents to another tenant, so that no sign-in reads them. */
async function copyTo(
  store: Store,
  keysOfUsers: readonly (readonly StoreKey[])[],
): Promise<readonly (readonly StoreKey[])[]> {
  const copies: (readonly StoreKey[])[] = []
  for (const keys of keysOfUsers) {
    const documents = await store.read(keys)
    const copied = keys.map((key) => ({ ...key, tenantId: 'the-store-alone' }))
    // Users share the policy and the decoys. The second write of the same key is refused, and nothing is lost.
    for (const [index, key] of copied.entries()) await store.compareAndSet(key, null, documents[index] ?? null)
    copies.push(copied)
  }
  return copies
}

async function readAndWrite(store: Store, keys: readonly StoreKey[]): Promise<void> {
  const [, pass] = keys
  const [, document] = await store.read(keys)
  if (pass === undefined || document === undefined) throw new Error('The document of the user does not exist')
  const next = { ...document, revision: nextRevision(document.revision) }
  if (!(await store.compareAndSet(pass, document.revision, next))) throw new Error('A write was refused')
}
