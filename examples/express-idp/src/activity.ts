import type { Database } from 'better-sqlite3'
import type { TapEvent } from 'temporary-access-pass'

/** A stored event with its place in the order of events. */
export interface ActivityEntry {
  readonly sequence: number
  readonly event: TapEvent
}

/** Selects a page of the activity. */
export interface ActivityQuery {
  /** The sequence number that the page ends before. Default: the newest events. */
  readonly before?: number | undefined
  readonly limit: number
  /** A user id. Default: events of all users. */
  readonly about?: string | undefined
  /** Includes events of reading, such as who viewed a pass. */
  readonly withViews: boolean
}

/** The table of events. */
export interface Activity {
  record(event: TapEvent): void
  /** Returns at most `limit` entries, newest first. */
  page(query: ActivityQuery): readonly ActivityEntry[]
}

export function createActivity(database: Database): Activity {
  const insert = database.prepare<[number, string | null, number, string]>(
    'insert into events (at, user_id, is_view, body) values (?, ?, ?, ?)',
  )
  const page = database.prepare<{ before: number; about: string | null; maxView: number; limit: number }, EventRow>(
    `select sequence, body from events
     where sequence < :before and (:about is null or user_id = :about) and is_view <= :maxView
     order by sequence desc limit :limit`,
  )
  return {
    record(event) {
      if (isPoll(event)) return
      insert.run(event.at.getTime(), event.userId ?? null, isView(event) ? 1 : 0, JSON.stringify(event))
    },
    page: ({ before = Number.MAX_SAFE_INTEGER, limit, about = null, withViews }) =>
      page
        .all({ before, limit, about, maxView: withViews ? 1 : 0 })
        .map(({ sequence, body }) => ({ sequence, event: revive(body) })),
  }
}

/** The waiting page polls its request every few seconds, which is not worth recording. */
function isPoll({ type, actor }: TapEvent): boolean {
  return type === 'request.read' && actor === undefined
}

/** Events of calls that read and change nothing. */
function isView({ type }: TapEvent): boolean {
  return type.endsWith('.read') || type === 'grant.verified' || type === 'pass.offered'
}

interface EventRow {
  readonly sequence: number
  readonly body: string
}

/** JSON has no dates, so these fields are converted back. */
const dateFields = new Set(['at', 'startDateTime', 'endDateTime', 'lockedOutUntil', 'registeredAt'])

function revive(body: string): TapEvent {
  return JSON.parse(body, (key, value: unknown) =>
    dateFields.has(key) && typeof value === 'string' ? new Date(value) : value,
  ) as TapEvent
}
