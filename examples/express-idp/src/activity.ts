import type { Database } from 'better-sqlite3'
import type { TapEvent } from 'temporary-access-pass'

/** An event as it came, with its place in the order of events. */
export interface Entry {
  readonly sequence: number
  readonly event: TapEvent
}

/** Which page of the activity. */
export interface ActivityQuery {
  readonly before?: number | undefined
  readonly limit: number
  readonly about?: string | undefined
  /** Also who looked at what. */
  readonly withViews: boolean
}

/** What happened, newest first. */
export interface Activity {
  record(event: TapEvent): void
  /** At most `limit` entries before `before`; about one person, when told whom. */
  page(query: ActivityQuery): readonly Entry[]
}

export function createActivity(database: Database): Activity {
  const insert = database.prepare<[number, string | null, number, string]>(
    'insert into events (at, person_id, is_view, body) values (?, ?, ?, ?)',
  )
  const page = database.prepare<{ before: number; about: string | null; mostViews: number; limit: number }, Row>(
    `select sequence, body from events
     where sequence < :before and (:about is null or person_id = :about) and is_view <= :mostViews
     order by sequence desc limit :limit`,
  )
  return {
    record(event) {
      if (isWaiting(event)) return
      insert.run(event.at.getTime(), event.userId ?? null, isView(event) ? 1 : 0, JSON.stringify(event))
    },
    page: ({ before = Number.MAX_SAFE_INTEGER, limit, about = null, withViews }) =>
      page
        .all({ before, limit, about, mostViews: withViews ? 1 : 0 })
        .map(({ sequence, body }) => ({ sequence, event: revive(body) })),
  }
}

/** A page that waits asks every few seconds where its request is. */
function isWaiting({ type, actor }: TapEvent): boolean {
  return type === 'request.read' && actor === undefined
}

/** Who looked at what, and every time something was asked that changed nothing. */
function isView({ type }: TapEvent): boolean {
  return type.endsWith('.read') || type === 'grant.verified' || type === 'pass.offered'
}

interface Row {
  readonly sequence: number
  readonly body: string
}

/** JSON has no dates: these fields of an event are. */
const dates = new Set(['at', 'startDateTime', 'endDateTime', 'lockedOutUntil', 'registeredAt'])

function revive(body: string): TapEvent {
  return JSON.parse(body, (key, value: unknown) =>
    dates.has(key) && typeof value === 'string' ? new Date(value) : value,
  ) as TapEvent
}
