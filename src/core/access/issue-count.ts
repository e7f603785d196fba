import { sha256 } from '@noble/hashes/sha2.js'
import { millisecondsInDay, millisecondsInMinute, millisecondsInSecond, minutesInHour } from 'date-fns/constants'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { StoreKey } from '../../ports/store.js'
import { parseOwnJson } from '../input/own-fields.js'

/** The passes that a count covers: those an actor issues, those a user receives, or all of a tenant. */
export type IssueCountSubject =
  | { readonly limit: 'actor'; readonly kind: string; readonly id: string }
  | { readonly limit: 'user'; readonly id: string }
  | { readonly limit: 'tenant' }

/** Passes issued in the last hour, by the minute: at most 121 entries. */
export interface IssueCount {
  /** By whole minutes since the Unix epoch. */
  readonly byMinute: ReadonlyMap<number, number>
  /** Of the last writes, newest last. */
  readonly commitIds: readonly string[]
}

const version = 1

export const noIssues: IssueCount = { byMinute: new Map(), commitIds: [] }

/**
 * Returns the key of a count.
 *
 * The id is hashed, because two ids of 512 characters do not fit one key. It is hashed without a secret key, so that
 * processes that receive a new key one after another share one count.
 */
export function issueCountKey(tenantId: string, subject: IssueCountSubject): StoreKey {
  const fields = [subject.limit, 'kind' in subject ? subject.kind : '', 'id' in subject ? subject.id : '']
  return { tenantId, kind: 'issueCount', id: toBase64Url(sha256(encodeFields(fields))) }
}

/** Returns when a count may be swept. It is needed for an hour, and kept for a day because clocks differ. */
export function retainCountUntil(nowMs: number): number {
  return nowMs + millisecondsInDay
}

/**
 * Returns the seconds until one more pass stays within `maximum` in every 60 minutes. `undefined`: it does now.
 *
 * A minute that lies partly in the last hour counts in full. So no 60 minutes ever have more than `maximum`, and a pass may
 * be refused for up to a minute too long. Passes of a clock that is up to an hour ahead of this one count too. Those
 * further ahead are ignored, because that clock was wrong.
 */
export function waitInSeconds({ byMinute }: IssueCount, maximum: number, nowMs: number): number | undefined {
  const counted = [...byMinute].filter(([minute]) => counts(minute, nowMs)).sort(([a], [b]) => a - b)
  const issued = counted.reduce((sum, [, count]) => sum + count, 0)
  let excess = issued - maximum + 1
  if (excess <= 0) return undefined
  for (const [minute, count] of counted) {
    excess -= count
    if (excess > 0) continue
    const freeAtMs = (minute + minutesInHour + 1) * millisecondsInMinute
    return Math.ceil((freeAtMs - nowMs) / millisecondsInSecond)
  }
  return undefined
}

/** Adds one pass, and drops the minutes that no longer count. */
export function withIssue({ byMinute, commitIds }: IssueCount, nowMs: number): IssueCount {
  const minute = minuteOf(nowMs)
  const counted = new Map([...byMinute].filter(([minute]) => counts(minute, nowMs)))
  return { byMinute: counted.set(minute, (counted.get(minute) ?? 0) + 1), commitIds }
}

/** Subtracts one pass of that minute. Returns `undefined` if that minute has none. */
export function withoutIssue({ byMinute, commitIds }: IssueCount, minute: number): IssueCount | undefined {
  const count = byMinute.get(minute) ?? 0
  if (count === 0) return undefined
  const remaining = new Map(byMinute)
  if (count === 1) remaining.delete(minute)
  else remaining.set(minute, count - 1)
  return { byMinute: remaining, commitIds }
}

export function minuteOf(nowMs: number): number {
  return Math.floor(nowMs / millisecondsInMinute)
}

export function encodeCount({ byMinute, commitIds }: IssueCount): string {
  const issued = [...byMinute].map(([minute, count]) => [new Date(minute * millisecondsInMinute).toISOString(), count])
  return JSON.stringify({ version, issuedInMinuteFrom: Object.fromEntries(issued), commitIds })
}

/** Reads a body that the seal has proved authentic. Returns `undefined` for one of an unknown version of this package. */
export function decodeCount(body: string): IssueCount | undefined {
  const parsed: IssueCountBody = parseOwnJson(body)
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
