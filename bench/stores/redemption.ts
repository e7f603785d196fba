import type { Store, StoreKey } from 'temporary-access-pass'
import { openStore } from '../../test/support/servers/open-store.js'
import { perSecondByCallers } from '../support/callers.js'
import { interleave, median, medianRatio } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { Effort } from './options.js'
import { admitPeople } from './people.js'
import type { Place } from './places.js'
import { nextRevision } from './raw/next.js'
import type { RawKeys, RawRow } from './raw/raw.js'
import { openRaw } from './raw/raw.js'

const peopleCount = 64

export const redemptionHeader: readonly string[] = [
  ...['Store', 'Driver', '`tap.signIn` a second', 'the store alone', 'raw'],
  ...['sign-in / raw', 'store / raw'],
]

/** Sign-ins, what they ask of the store without the rest, and the raw limit, in turns on one server. */
export async function benchRedemption(place: Place, { rounds, roundMs }: Effort): Promise<readonly string[]> {
  progress(`${place.name}: redemptions`)
  const address = await place.fresh()
  const { store, close } = await openStore(address)
  const people = await admitPeople(store, peopleCount)
  const asked = await Promise.all(people.ids.map((_, person) => people.keysOf(person)))
  const raw = await openRaw(address, await rowsOf(store, asked))
  const copies = await copyTo(store, asked)
  try {
    const measure = (work: (person: number) => Promise<void>) => () => perSecondByCallers(peopleCount, roundMs, work)
    const [signIns = [], storeAlone = [], limit = []] = await interleave(
      [
        { name: 'tap.signIn', run: measure(people.signIn) },
        { name: 'store', run: measure((person) => readAndWrite(store, copies[person] ?? [])) },
        { name: 'raw', run: measure((person) => raw.readAndWrite(rawKeys(asked[person] ?? []))) },
      ],
      rounds,
    )
    const speeds = [signIns, storeAlone, limit].map((figures) => figure(median(figures)))
    const ratios = [signIns, storeAlone].map((figures) => figure(medianRatio(figures, limit)))
    return [place.name, address.driver, ...speeds, ...ratios]
  } finally {
    await raw.close()
    await close()
  }
}

/** Every document that sign-ins ask for, once. A decoy that nobody has drawn yet is as large as a pass. */
async function rowsOf(store: Store, asked: readonly (readonly StoreKey[])[]): Promise<readonly RawRow[]> {
  const rows = new Map<string, RawRow>()
  for (const keys of asked) {
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
  if (!policy || !pass || !decoy) throw new Error('A sign-in asks for three documents')
  return [rawKey(policy), rawKey(pass), rawKey(decoy)]
}

/** The same documents for another tenant, which no tap opens. */
async function copyTo(
  store: Store,
  asked: readonly (readonly StoreKey[])[],
): Promise<readonly (readonly StoreKey[])[]> {
  const copies: (readonly StoreKey[])[] = []
  for (const keys of asked) {
    const documents = await store.read(keys)
    const copied = keys.map((key) => ({ ...key, tenantId: 'the-store-alone' }))
    // Policy and decoys are shared: they are written once.
    for (const [index, key] of copied.entries()) await store.compareAndSet(key, null, documents[index] ?? null)
    copies.push(copied)
  }
  return copies
}

async function readAndWrite(store: Store, keys: readonly StoreKey[]): Promise<void> {
  const [, pass] = keys
  const [, document] = await store.read(keys)
  if (pass === undefined || document === undefined) throw new Error('There is no such pass')
  const next = { ...document, revision: nextRevision(document.revision) }
  if (!(await store.compareAndSet(pass, document.revision, next))) throw new Error('A write was refused')
}
