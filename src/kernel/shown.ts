import type { KnownVersion } from '../core/documents/known-version.js'
import { isOlderThanKnown } from '../core/documents/known-version.js'
import type { ScannedPage, StoredDocument, StoreKey } from '../ports/store.js'

/** What the store shows under one key, before its seal is verified, and what else is known of the document. */
export interface ShownDocument {
  readonly stored: StoredDocument | undefined
  /** When the read began. */
  readonly readAtMs: number
  /** What the witness knew when the store was read. */
  readonly witnessed: KnownVersion | undefined
  /** What this process knew when the read began. */
  readonly remembered: KnownVersion | undefined
  /** Whether the store never loses what it has shown, so that what is remembered is certain. */
  readonly isMemoryCertain: boolean
  /** Whether nothing is stored although the tenant has stored a policy under this key. */
  readonly isTakenAway: boolean
}

/**
 * `rolledBack`: the store shows an older state than the known one, which is refused. `suspect`: it does, but the store may
 * have lost the later one in a failover, so that it is only reported.
 */
export type Age = 'current' | 'rolledBack' | 'suspect'

/** Judges a document whose seal was verified. `version`: 0 if it is absent. */
export function ageOf(shown: ShownDocument, version: number): Age {
  const { witnessed, remembered, readAtMs, isMemoryCertain, isTakenAway } = shown
  if (isTakenAway || isOlderThanKnown(version, witnessed, readAtMs)) return 'rolledBack'
  if (!isOlderThanKnown(version, remembered, readAtMs)) return 'current'
  return isMemoryCertain ? 'rolledBack' : 'suspect'
}

/** Returns the highest version that is known without the store. */
export function knownVersionOf({ witnessed, remembered }: ShownDocument): number {
  return Math.max(witnessed?.version ?? 0, remembered?.version ?? 0)
}

/** One page of a scan. */
export interface ShownPage extends Pick<ScannedPage, 'cursor'> {
  readonly entries: readonly ShownEntry[]
}

export interface ShownEntry {
  readonly key: StoreKey
  readonly shown: ShownDocument
}
