import { sha256 } from '@noble/hashes/sha2.js'
import { millisecondsInDay, millisecondsInMinute, millisecondsInSecond, minutesInHour } from 'date-fns/constants'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { StoreKey } from '../../ports/store.js'

/** Whose passes are counted: those an actor issues, those a person gets, all of a tenant. */
export type IssueCountSubject =
  | { readonly limit: 'actor'; readonly kind: string; readonly id: string }
  | { readonly limit: 'user'; readonly id: string }
  | { readonly limit: 'tenant' }

/** Passes issued lately, by the minute: at most 121 entries, however many passes. */
export interface IssueCount {
  /** Whole minutes since the Unix epoch, and how many in each. */
  readonly byMinute: ReadonlyMap<number, number>
  /** The last writes, newest last. */
  readonly commitIds: readonly string[]
}

const version = 1

export const noIssues: IssueCount = { byMinute: new Map(), commitIds: [] }

/**
 * Where a count is kept. Hashed, because two ids of 512 characters do not fit one key; and without a key of the ring, so
 * that processes which are given a new key one after another still share one count.
 */
export function issueCountKey(tenantId: string, subject: IssueCountSubject): StoreKey {
  const fields = [subject.limit, 'kind' in subject ? subject.kind : '', 'id' in subject ? subject.id : '']
  return { tenantId, kind: 'issueCount', id: toBase64Url(sha256(encodeFields(fields))) }
}

/** Not needed for longer than the hour; a day, because clocks differ. */
export function retainCountUntil(nowMs: number): number {
  return nowMs + millisecondsInDay
}

/**
 * Seconds until one more pass keeps within `maximum` for every 60 minutes; `undefined`: it does now.
 *
 * A minute that the last hour only touches counts in full. So there are never more than `maximum` in any 60 minutes, and
 * a place may be free up to a minute later than it could be. What a clock ahead of this one wrote counts as well, up to an
 * hour; what is further ahead was written by a clock that told nothing.
 */
export function waitInSeconds({ byMinute }: IssueCount, maximum: number, nowMs: number): number | undefined {
  const counting = [...byMinute].filter(([minute]) => counts(minute, nowMs)).sort(([a], [b]) => a - b)
  const issued = counting.reduce((sum, [, count]) => sum + count, 0)
  let tooMany = issued - maximum + 1
  if (tooMany <= 0) return undefined
  for (const [minute, count] of counting) {
    tooMany -= count
    if (tooMany > 0) continue
    const freeAtMs = (minute + minutesInHour + 1) * millisecondsInMinute
    return Math.ceil((freeAtMs - nowMs) / millisecondsInSecond)
  }
  return undefined
}

/** The count with one more. What no longer counts is left out. */
export function withIssue({ byMinute, commitIds }: IssueCount, nowMs: number): IssueCount {
  const minute = minuteOf(nowMs)
  const counting = new Map([...byMinute].filter(([minute]) => counts(minute, nowMs)))
  return { byMinute: counting.set(minute, (counting.get(minute) ?? 0) + 1), commitIds }
}

/** The count without one of that minute; `undefined` where there is none to take away. */
export function withoutIssue({ byMinute, commitIds }: IssueCount, minute: number): IssueCount | undefined {
  const count = byMinute.get(minute) ?? 0
  if (count === 0) return undefined
  const left = new Map(byMinute)
  if (count === 1) left.delete(minute)
  else left.set(minute, count - 1)
  return { byMinute: left, commitIds }
}

export function minuteOf(nowMs: number): number {
  return Math.floor(nowMs / millisecondsInMinute)
}

/** As an operator reads it in the database. */
export function encodeCount({ byMinute, commitIds }: IssueCount): string {
  const issued = [...byMinute].map(([minute, count]) => [new Date(minute * millisecondsInMinute).toISOString(), count])
  return JSON.stringify({ version, issuedInMinuteFrom: Object.fromEntries(issued), commitIds })
}

/** What a seal has vouched for. `undefined`: written by a version of this package that this one does not know. */
export function decodeCount(body: string): IssueCount | undefined {
  const parsed: IssueCountBody = JSON.parse(body)
  if (parsed.version !== version) return undefined
  const issued = Object.entries(parsed.issuedInMinuteFrom)
  return {
    byMinute: new Map(issued.map(([from, count]) => [minuteOf(Date.parse(from)), count])),
    commitIds: parsed.commitIds,
  }
}

interface IssueCountBody {
  readonly version: number
  readonly issuedInMinuteFrom: Readonly<Record<string, number>>
  readonly commitIds: readonly string[]
}

function counts(minute: number, nowMs: number): boolean {
  return Math.abs(minute - minuteOf(nowMs)) <= minutesInHour
}
