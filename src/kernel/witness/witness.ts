import { laterRetention, nextVersion } from '../../core/documents/known-version.js'
import type { StoreKey } from '../../ports/store.js'
import { setNewest } from './set-newest.js'
import type { WitnessedVersion } from './witness-entry.js'
import { earlierAbsence } from './witness-entry.js'
import type { ChangeEntry, WitnessPorts } from './witness-slots.js'
import { createWitnessSlots } from './witness-slots.js'

/** Remembers versions outside the database. Every method throws a `PortFailedError` if the witness cannot be reached. */
export interface Witness {
  /** One call of the witness for any number of documents. */
  read(keys: readonly StoreKey[]): Promise<Witnessed>
  /** Notes that the document may be absent from an earlier time on. Calls the witness only if that is new to it. */
  allowAbsence(key: StoreKey, fromMs: number | null): Promise<void>
  /** Notes an acknowledged write. For a decoy, a lost race is ignored. */
  record(key: StoreKey, written: WrittenVersion): Promise<void>
  /** Ignores everything known of the tenant so far. Returns the new generation. */
  startGeneration(tenantId: string, nowMs: number): Promise<number>
}

export interface Witnessed {
  /** In the order of the keys. */
  readonly versions: readonly (WitnessedVersion | undefined)[]
  /** By tenant. */
  readonly generations: ReadonlyMap<string, number>
}

export interface WrittenVersion {
  readonly version: number
  readonly retainUntilMs: number | null
}

const maxTenants = 10_000

export function createWitness(ports: WitnessPorts): Witness {
  const slots = createWitnessSlots(ports)
  const generations = new Map<string, number>()
  const generationOf = (tenantId: string): number => generations.get(tenantId) ?? 0

  return {
    async read(keys) {
      const tenantIds = [...new Set(keys.map(({ tenantId }) => tenantId))]
      const entries = await slots.read([...keys.map(fieldsOf), ...tenantIds.map(generationFields)])
      for (const [at, tenantId] of tenantIds.entries()) {
        const generation = entries[keys.length + at]?.generation ?? 0
        setNewest(generations, maxTenants, tenantId, Math.max(generation, generationOf(tenantId)))
      }
      const versions = keys.map(({ tenantId }, at) => ofGeneration(entries[at], generationOf(tenantId)))
      return { versions, generations }
    },
    allowAbsence: (key, fromMs) => slots.write(fieldsOf(key), withAbsence(fromMs)),
    record(key, written) {
      const generation = generationOf(key.tenantId)
      const entry = { ...written, absentFromMs: written.retainUntilMs, generation }
      if (key.kind === 'decoy') return slots.writeOnce(fieldsOf(key), () => entry)
      return slots.write(fieldsOf(key), raisedTo(entry))
    },
    async startGeneration(tenantId, nowMs) {
      let generation = generationOf(tenantId)
      await slots.write(generationFields(tenantId), (entry) => {
        generation = Math.max(generation, nextVersion(entry?.generation ?? 0, nowMs))
        return { version: generation, absentFromMs: null, retainUntilMs: null, generation }
      })
      setNewest(generations, maxTenants, tenantId, generation)
      return generation
    },
  }
}

function withAbsence(fromMs: number | null): ChangeEntry {
  return (entry) => {
    if (!entry || earlierAbsence(entry.absentFromMs, fromMs) === entry.absentFromMs) return undefined
    return { ...entry, absentFromMs: fromMs }
  }
}

/** Another process may have recorded a later write already. */
function raisedTo(written: WitnessedVersion): ChangeEntry {
  return (known) => {
    const entry = ofGeneration(known, written.generation)
    if (!entry) return written
    const retainUntilMs = laterRetention(entry.retainUntilMs, written.retainUntilMs)
    if (written.version > entry.version) return { ...written, generation: entry.generation, retainUntilMs }
    return retainUntilMs === entry.retainUntilMs ? undefined : { ...entry, retainUntilMs }
  }
}

function ofGeneration(entry: WitnessedVersion | undefined, generation: number): WitnessedVersion | undefined {
  return entry && entry.generation >= generation ? entry : undefined
}

function fieldsOf({ tenantId, kind, id }: StoreKey): readonly string[] {
  return [tenantId, kind, id]
}

function generationFields(tenantId: string): readonly string[] {
  return [tenantId, 'generation', '']
}
