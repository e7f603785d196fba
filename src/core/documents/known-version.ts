import { millisecondsInDay, millisecondsInMinute } from 'date-fns/constants'
import { documentKinds } from './document-kinds.js'

/** What is known of a document besides the store: from this process's memory, or from the witness. */
export interface KnownVersion {
  /** The highest version seen. */
  readonly version: number
  /** From when on the document may be absent, because a sweep or `users.forget` removes it. `null`: never. */
  readonly absentFromMs: number | null
}

/** Allows for clocks that differ between processes, by far more than the second that is expected. */
const toleranceMs = millisecondsInMinute

/** Returns whether the store shows an older state than the known one. A document that is absent has version 0. */
export function isOlderThanKnown(shownVersion: number, known: KnownVersion | undefined, nowMs: number): boolean {
  if (!known || shownVersion >= known.version) return false
  if (shownVersion > 0) return true
  return known.absentFromMs === null || nowMs < known.absentFromMs - toleranceMs
}

/**
 * Returns the version of the next write: one more than any version seen, and never below the clock, so that a document
 * that is made anew is above every document that was there before.
 */
export function nextVersion(knownVersion: number, nowMs: number): number {
  return Math.max(knownVersion + 1, nowMs)
}

/**
 * Returns from when on a document may be absent that this process has seen. Another process may shorten its retention
 * without this one, but never to less than a day. `users.forget` removes some kinds at once.
 */
export function mayBeAbsentFromMs(kind: string, retainUntilMs: number | null, nowMs: number): number | null {
  if (kind === 'policy') return null
  const { keyOfUser, userIdOf } = documentKinds.find((known) => known.kind === kind) ?? {}
  if (keyOfUser || userIdOf) return nowMs
  return Math.min(retainUntilMs ?? Number.POSITIVE_INFINITY, nowMs + millisecondsInDay)
}

/** Returns the later end of two retentions. `null`: never. */
export function laterRetention(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b)
}
