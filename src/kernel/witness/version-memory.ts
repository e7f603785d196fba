import type { KnownVersion } from '../../core/documents/known-version.js'
import { mayBeAbsentFromMs } from '../../core/documents/known-version.js'
import type { StoreKey } from '../../ports/store.js'
import { nameOfKey } from '../name-of-key.js'
import { setNewest } from './set-newest.js'

/** What one process remembers of the documents that it has seen. It is bounded, and gone when the process ends. */
export interface VersionMemory {
  /** Returns a mark. What is learned after it is left out of {@link VersionMemory.seen}. */
  mark(): number
  /** Returns what was known of a document at the mark. A read that began before a write may show the state before it. */
  seen(key: StoreKey, mark: number): KnownVersion | undefined
  /** Remembers a document whose seal was verified, or that was written. A lower version than the known one is ignored. */
  learn(key: StoreKey, document: SeenDocument): void
  /** Forgets a document, because it was removed or its older state is accepted. */
  forget(key: StoreKey): void
  /** Returns whether the tenant had stored a policy at the mark. Default: by now. */
  isPolicyStored(tenantId: string, mark?: number): boolean
  /** Remembers that the tenant has stored a policy. */
  learnPolicy(tenantId: string): void
  generationOf(tenantId: string): number
  /** Forgets everything about a tenant if an administrator has accepted a restore since. */
  startGeneration(tenantId: string, generation: number): void
}

/** A document as it was seen. */
export interface SeenDocument {
  readonly version: number
  readonly retainUntilMs: number | null
  readonly nowMs: number
}

interface Remembered extends KnownVersion {
  readonly learnedAt: number
  readonly generation: number
}

const maxDocuments = 10_000
const maxTenants = 10_000

/** Creates an empty memory. `isPolicyStored`: every tenant counts as one that has stored a policy. */
export function createVersionMemory({
  isPolicyStored = false,
}: {
  readonly isPolicyStored?: boolean | undefined
} = {}): VersionMemory {
  const documents = new Map<string, Remembered>()
  const policies = new Map<string, { readonly learnedAt: number; readonly generation: number }>()
  const generations = new Map<string, number>()
  let ticks = 0

  function generationOf(tenantId: string): number {
    return generations.get(tenantId) ?? 0
  }

  function current(key: StoreKey): Remembered | undefined {
    const known = documents.get(nameOfKey(key))
    return known?.generation === generationOf(key.tenantId) ? known : undefined
  }

  function learnPolicy(tenantId: string): void {
    const generation = generationOf(tenantId)
    if (policies.get(tenantId)?.generation === generation) return
    ticks += 1
    setNewest(policies, maxTenants, tenantId, { learnedAt: ticks, generation })
  }

  return {
    mark: () => ticks,
    seen(key, mark) {
      const known = current(key)
      return known && known.learnedAt <= mark ? known : undefined
    },
    learn(key, { version, retainUntilMs, nowMs }) {
      const known = current(key)
      if (known && known.version > version) return
      if (known?.version !== version) ticks += 1
      const learnedAt = known?.version === version ? known.learnedAt : ticks
      const absentFromMs = mayBeAbsentFromMs(key.kind, retainUntilMs, nowMs)
      const generation = generationOf(key.tenantId)
      if (key.kind === 'policy') learnPolicy(key.tenantId)
      setNewest(documents, maxDocuments, nameOfKey(key), { version, absentFromMs, learnedAt, generation })
    },
    forget: (key) => void documents.delete(nameOfKey(key)),
    isPolicyStored(tenantId, mark = ticks) {
      const known = policies.get(tenantId)
      if (isPolicyStored) return true
      return known !== undefined && known.learnedAt <= mark && known.generation === generationOf(tenantId)
    },
    learnPolicy,
    generationOf,
    startGeneration(tenantId, generation) {
      if (generation > generationOf(tenantId)) setNewest(generations, maxTenants, tenantId, generation)
    },
  }
}
