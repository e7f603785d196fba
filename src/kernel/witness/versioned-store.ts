import type { KnownVersion } from '../../core/documents/known-version.js'
import { isOlderThanKnown, nextVersion } from '../../core/documents/known-version.js'
import { versionOf } from '../../crypto/seal.js'
import type { ScanPage, Store, StoredDocument, StoreKey } from '../../ports/store.js'
import type { ShownDocument, ShownPage } from '../shown.js'
import type { VersionMemory } from './version-memory.js'
import type { Witness } from './witness.js'

/** A store with deadlines and checked results. */
export type GuardedStore = Pick<Store, 'read' | 'compareAndSet' | 'sweep' | 'scan'>

/** A store that compares what it shows with the versions that this process and the witness know. */
export interface VersionedStore {
  /** Reads the store and the witness at the same time. */
  read<const Keys extends readonly StoreKey[]>(keys: Keys): Promise<ShownFor<Keys>>
  /** Writes to the store, then to the witness. */
  compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): Promise<boolean>
  scan(page: ScanPage): Promise<ShownPage>
  /** Sweeps the store and the witness. */
  sweep(batch: SweepBatch): Promise<{ readonly deleted: number; readonly isDone: boolean }>
  /** Accepts whatever the store shows of the tenant from now on, although later states were seen. */
  acceptTenant(tenantId: string): Promise<void>
  /** Notes the version of a stored document, as a write of it would have done. Its seal must have been verified. */
  acceptDocument(key: StoreKey, stored: StoredDocument): Promise<void>
}

/** One document for each key. */
type ShownFor<Keys extends readonly StoreKey[]> = { readonly [At in keyof Keys]: ShownDocument }

type SweepBatch = Parameters<Store['sweep']>[0]

export interface VersionedStoreParts {
  readonly store: GuardedStore
  readonly witnessStore: GuardedStore | undefined
  readonly witness: Witness | undefined
  readonly memory: VersionMemory
  /** Whether the store never loses what it has shown. Only then a process refuses by its memory alone. */
  readonly keepsWhatItShows: boolean
  readonly nowMs: () => number
}

/** Longer than a call of the store and the difference between two clocks. */
const recentMs = 10_000

export function createVersionedStore(parts: VersionedStoreParts): VersionedStore {
  return {
    read: (keys) => readDocuments(parts, keys),
    compareAndSet: (key, expected, next) => writeDocument(parts, key, expected, next),
    scan: (page) => scanDocuments(parts, page),
    sweep: (batch) => sweepBoth(parts, batch),
    acceptTenant: (tenantId) => acceptTenant(parts, tenantId),
    acceptDocument: (key, stored) => note(parts, key, stored, parts.nowMs()),
  }
}

async function readDocuments<Keys extends readonly StoreKey[]>(
  parts: VersionedStoreParts,
  keys: Keys,
): Promise<ShownFor<Keys>> {
  const moment = momentOf(parts)
  const [stored, known] = await Promise.all([parts.store.read(keys), readWitness(parts, keys)])
  const latest = await readAgain(parts, keys, stored, known, moment)
  return keys.map((key, at) => show(parts, key, latest[at], known[at], moment)) as ShownFor<Keys>
}

async function scanDocuments(parts: VersionedStoreParts, page: ScanPage): Promise<ShownPage> {
  const moment = momentOf(parts)
  const { entries, cursor } = await parts.store.scan(page)
  const keys = entries.map(({ key }) => key)
  const stored = entries.map(({ document }) => document)
  const known = await readWitness(parts, keys)
  const latest = await readAgain(parts, keys, stored, known, moment)
  return { entries: keys.map((key, at) => ({ key, shown: show(parts, key, latest[at], known[at], moment) })), cursor }
}

/**
 * If the process ends between the two writes, the document is newer than its witness, which is accepted. The other way
 * round, a user would be locked out. A shorter retention goes to the witness first, so that a sweep always finds it there.
 *
 * The write of a decoy is ignored if it lost a race. Its witness is written nevertheless, or the time would tell.
 */
async function writeDocument(
  parts: VersionedStoreParts,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const { store, witness, memory } = parts
  const nowMs = parts.nowMs()
  const isDecoy = key.kind === 'decoy'
  if (!isDecoy) await witness?.allowAbsence(key, next ? next.retainUntilMs : nowMs)
  const isWritten = await store.compareAndSet(key, expected, next)
  if (isWritten && !next) memory.forget(key)
  if (next && (isWritten || isDecoy)) await note(parts, key, next, nowMs)
  return isWritten
}

async function note(
  { witness, memory }: VersionedStoreParts,
  key: StoreKey,
  stored: StoredDocument,
  nowMs: number,
): Promise<void> {
  const written = { version: versionOf(stored), retainUntilMs: stored.retainUntilMs }
  if (key.kind !== 'decoy') memory.learn(key, { ...written, nowMs })
  await witness?.record(key, written)
}

async function sweepBoth(
  { store, witnessStore }: VersionedStoreParts,
  batch: SweepBatch,
): Promise<{ readonly deleted: number; readonly isDone: boolean }> {
  const deleted = await store.sweep(batch)
  const deletedEntries = (await witnessStore?.sweep(batch)) ?? 0
  return { deleted, isDone: Math.max(deleted, deletedEntries) < batch.limit }
}

async function acceptTenant({ witness, memory, nowMs }: VersionedStoreParts, tenantId: string): Promise<void> {
  const generation = nextVersion(memory.generationOf(tenantId), nowMs())
  memory.startGeneration(tenantId, witness ? await witness.startGeneration(tenantId, generation) : generation)
}

/** What is learned after the moment is not compared with what the read returns. */
interface Moment {
  readonly nowMs: number
  readonly mark: number
}

function momentOf({ memory, nowMs }: VersionedStoreParts): Moment {
  return { nowMs: nowMs(), mark: memory.mark() }
}

async function readWitness(
  { witness, memory }: VersionedStoreParts,
  keys: readonly StoreKey[],
): Promise<readonly (KnownVersion | undefined)[]> {
  if (!witness || keys.length === 0) return []
  const { versions, generations } = await witness.read(keys)
  for (const [tenantId, generation] of generations) memory.startGeneration(tenantId, generation)
  return versions
}

/**
 * Reads the store again if another process may have written between the two reads, so that the store was read before that
 * write and the witness after it. The second read of the store begins after that write, so it shows it.
 */
async function readAgain(
  { store }: VersionedStoreParts,
  keys: readonly StoreKey[],
  stored: readonly (StoredDocument | undefined)[],
  known: readonly (KnownVersion | undefined)[],
  { nowMs }: Moment,
): Promise<readonly (StoredDocument | undefined)[]> {
  const isRace = keys.some(({ kind }, at) => {
    const isRecent = (known[at]?.version ?? 0) > nowMs - recentMs
    const document = stored[at]
    return kind !== 'decoy' && isRecent && isOlderThanKnown(document ? versionOf(document) : 0, known[at], nowMs)
  })
  return isRace ? store.read(keys) : stored
}

function show(
  { memory, keepsWhatItShows: isMemoryCertain }: VersionedStoreParts,
  key: StoreKey,
  stored: StoredDocument | undefined,
  witnessed: KnownVersion | undefined,
  { nowMs: readAtMs, mark }: Moment,
): ShownDocument {
  const remembered = memory.seen(key, mark)
  const isTakenAway = key.kind === 'policy' && !stored && memory.isPolicyStored(key.tenantId, mark)
  return { stored, readAtMs, witnessed, remembered, isMemoryCertain, isTakenAway }
}
