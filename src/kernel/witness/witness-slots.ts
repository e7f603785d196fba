import type { KeyRing } from '../../crypto/key-ring.js'
import { openDocument } from '../../crypto/seal.js'
import type { Cryptography } from '../../crypto/suite.js'
import { PortFailedError } from '../../errors.js'
import type { RandomBytes } from '../../ports/random-bytes.js'
import type { StoredDocument, StoreKey } from '../../ports/store.js'
import { setNewest } from './set-newest.js'
import type { WitnessedVersion } from './witness-entry.js'
import { entryKey, newerEntry, openEntry, sealEntry } from './witness-entry.js'

/** The parts of a witness. `read` and `compareAndSet` have deadlines and throw {@link PortFailedError} of the port `witness`. */
export interface WitnessPorts {
  readonly read: (keys: readonly StoreKey[]) => Promise<readonly (StoredDocument | undefined)[]>
  readonly compareAndSet: (key: StoreKey, expected: string | null, next: StoredDocument) => Promise<boolean>
  readonly ring: () => Promise<KeyRing>
  readonly cryptography: Cryptography
  readonly randomBytes: RandomBytes
}

/** The entries of the witness as they were last read or written. An entry has one row for each key of the ring. */
export interface WitnessSlots {
  /** Reads any number of entries in one call. */
  read(entries: readonly (readonly string[])[]): Promise<readonly (WitnessedVersion | undefined)[]>
  /** Writes until every row is acknowledged. Writes nothing if `change` returns `undefined`. */
  write(fields: readonly string[], change: ChangeEntry): Promise<void>
  /** Writes once, and ignores a lost race. */
  writeOnce(fields: readonly string[], change: ChangeEntry): Promise<void>
}

export type ChangeEntry = (entry: WitnessedVersion | undefined) => WitnessedVersion | undefined

interface Slot {
  readonly revision: string | null
  readonly entry: WitnessedVersion | undefined
}

const maxSlots = 20_000
const maxRounds = 8
const empty: Slot = { revision: null, entry: undefined }
const standInKey: StoreKey = { tenantId: 'witness', kind: 'witness', id: 'none' }
const standInEntry: WitnessedVersion = { version: 0, absentFromMs: 0, retainUntilMs: 0, generation: 0 }

export function createWitnessSlots({ read, compareAndSet, ring: ringOf, ...sealing }: WitnessPorts): WitnessSlots {
  const slots = new Map<string, Slot>()
  let standIn: { readonly ring: KeyRing; readonly row: StoredDocument } | undefined

  async function readRows(ring: KeyRing, keys: readonly StoreKey[]): Promise<void> {
    const rows = await read(keys)
    for (const [at, key] of keys.entries()) setNewest(slots, maxSlots, key.id, openSlot(ring, key, rows[at]))
  }

  /** Opens a stand-in where there is no entry, or the time would tell which users have documents. */
  function openSlot(ring: KeyRing, key: StoreKey, row: StoredDocument | undefined): Slot {
    const context = { ...sealing, ring }
    if (row) return { revision: row.revision, entry: openRow(context, key, row) }
    if (standIn?.ring !== ring) {
      standIn = { ring, row: sealEntry(context, ring.writer, standInKey, standInEntry) }
    }
    openDocument(context, key, standIn.row)
    return empty
  }

  /** Writes the entry under every key of the ring, so that a key can be removed later. Returns whether no race was lost. */
  async function writeRows(ring: KeyRing, fields: readonly string[], change: ChangeEntry): Promise<boolean> {
    const written = ring.ids.map(async (keyId) => {
      const key = entryKey(ring, keyId, fields)
      const { revision, entry } = slots.get(key.id) ?? empty
      const next = change(entry)
      if (!next) return true
      const row = sealEntry({ ...sealing, ring }, keyId, key, next)
      slots.delete(key.id)
      const isWritten = await compareAndSet(key, revision, row)
      if (isWritten) setNewest(slots, maxSlots, key.id, { revision: row.revision, entry: next })
      return isWritten
    })
    return (await Promise.all(written)).every(Boolean)
  }

  return {
    async read(entries) {
      const ring = await ringOf()
      const keys = entries.map((fields) => keysOf(ring, fields))
      await readRows(ring, keys.flat())
      return keys.map((rows) => rows.map(({ id }) => slots.get(id)?.entry).reduce(newerEntry, undefined))
    },
    async write(fields, change) {
      const ring = await ringOf()
      for (let round = 0; round < maxRounds; round += 1) {
        if (await writeRows(ring, fields, change)) return
        await readRows(ring, keysOf(ring, fields))
      }
      throw new PortFailedError('witness', 'compareAndSet', new Error('Other processes wrote the entry first'))
    },
    async writeOnce(fields, change) {
      await writeRows(await ringOf(), fields, change)
    },
  }
}

function keysOf(ring: KeyRing, fields: readonly string[]): readonly StoreKey[] {
  return ring.ids.map((id) => entryKey(ring, id, fields))
}

function openRow(
  context: { readonly ring: KeyRing; readonly cryptography: Cryptography },
  key: StoreKey,
  row: StoredDocument,
): WitnessedVersion {
  try {
    return openEntry(context, key, row)
  } catch (cause) {
    throw new PortFailedError('witness', 'read', cause)
  }
}
