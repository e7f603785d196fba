import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'

/** A list of new colleagues. */
export interface OnboardingList extends OnboardingPlan {
  readonly id: string
  readonly createdAt: Date
}

/** The settings of a list, as an administrator enters them. */
export interface OnboardingPlan {
  /** Also the idempotency key of the passes: each user gets at most one pass per list name. */
  readonly name: string
  /** The time when passes start on the first day, such as `08:00`. */
  readonly startTime: string
  readonly lifetimeInMinutes: number
  readonly ticket: string | undefined
  readonly hires: readonly Hire[]
}

/** A new colleague on a list. */
export interface Hire {
  readonly userId: string
  /** The first day in the time zone of the colleague. Default: the pass starts at once. */
  readonly startDate: string | undefined
  readonly timeZone: string | undefined
}

/** The tables of lists. Their progress is read from the library. */
export interface OnboardingLists {
  /** Newest first. */
  all(): readonly OnboardingList[]
  byId(id: string): OnboardingList | undefined
  /** Ignores upper and lower case. */
  byName(name: string): OnboardingList | undefined
  /** Creates a list. If the name exists, adds the colleagues to that list and replaces its settings. */
  save(plan: OnboardingPlan, at: Date): OnboardingList
}

export function createOnboardingLists(database: Database): OnboardingLists {
  const all = database.prepare<[], ListRow>('select * from onboarding_lists order by created_at desc, name')
  const byId = database.prepare<[string], ListRow>('select * from onboarding_lists where id = ?')
  const byName = database.prepare<[string], ListRow>('select * from onboarding_lists where name = ?')
  const hires = database.prepare<[string], Hire>(
    `select user_id as userId, start_date as startDate, time_zone as timeZone
     from onboarding_hires where list_id = ? order by rowid`,
  )
  const insert = database.prepare(
    `insert into onboarding_lists (id, name, start_time, lifetime_in_minutes, ticket, created_at)
     values (:id, :name, :startTime, :lifetimeInMinutes, :ticket, :createdAt)
     on conflict (name) do update set start_time = excluded.start_time,
       lifetime_in_minutes = excluded.lifetime_in_minutes, ticket = excluded.ticket`,
  )
  const insertHire = database.prepare(
    `insert into onboarding_hires (list_id, user_id, start_date, time_zone)
     values (:listId, :userId, :startDate, :timeZone)
     on conflict (list_id, user_id) do update set start_date = excluded.start_date, time_zone = excluded.time_zone`,
  )

  const toList = (row: ListRow | undefined): OnboardingList | undefined =>
    row && {
      id: row.id,
      name: row.name,
      startTime: row.start_time,
      lifetimeInMinutes: row.lifetime_in_minutes,
      ticket: row.ticket ?? undefined,
      createdAt: new Date(row.created_at),
      hires: hires.all(row.id).map(({ userId, startDate, timeZone }) => ({
        userId,
        startDate: startDate ?? undefined,
        timeZone: timeZone ?? undefined,
      })),
    }

  const save = database.transaction((plan: OnboardingPlan, at: Date): OnboardingList => {
    const { name, startTime, lifetimeInMinutes, ticket = null } = plan
    insert.run({ id: randomUUID(), name, startTime, lifetimeInMinutes, ticket, createdAt: at.getTime() })
    const row = byName.get(name) as ListRow
    for (const { userId, startDate = null, timeZone = null } of plan.hires) {
      insertHire.run({ listId: row.id, userId, startDate, timeZone })
    }
    return toList(row) as OnboardingList
  })

  return {
    all: () => all.all().flatMap((row) => toList(row) ?? []),
    byId: (id) => toList(byId.get(id)),
    byName: (name) => toList(byName.get(name)),
    save,
  }
}

interface ListRow {
  readonly id: string
  readonly name: string
  readonly start_time: string
  readonly lifetime_in_minutes: number
  readonly ticket: string | null
  readonly created_at: number
}
