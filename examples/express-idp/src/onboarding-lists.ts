import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'

/** New colleagues who are followed together. */
export interface OnboardingList extends OnboardingPlan {
  readonly id: string
  readonly madeAt: Date
}

/** What an administrator says about a list. */
export interface OnboardingPlan {
  /** Also what their passes are for: nobody is issued two under one name. */
  readonly name: string
  /** On the first day, `08:00`. */
  readonly startTime: string
  readonly lifetimeInMinutes: number
  readonly ticket: string | undefined
  readonly hires: readonly Hire[]
}

export interface Hire {
  readonly personId: string
  /** The first day where they are; absent for at once. */
  readonly startDate: string | undefined
  readonly timeZone: string | undefined
}

/** Which people are on which list. How far they have come, only the library knows. */
export interface OnboardingLists {
  /** Newest first. */
  all(): readonly OnboardingList[]
  byId(id: string): OnboardingList | undefined
  /** Capital letters or small ones. */
  byName(name: string): OnboardingList | undefined
  /** Under a name that is there, people are added to those who are on it, and settings replaced. */
  save(plan: OnboardingPlan, at: Date): OnboardingList
}

export function createOnboardingLists(database: Database): OnboardingLists {
  const all = database.prepare<[], Row>('select * from onboarding_lists order by made_at desc, name')
  const byId = database.prepare<[string], Row>('select * from onboarding_lists where id = ?')
  const byName = database.prepare<[string], Row>('select * from onboarding_lists where name = ?')
  const hires = database.prepare<[string], Hire>(
    `select person_id as personId, start_date as startDate, time_zone as timeZone
     from onboarding_hires where list_id = ? order by rowid`,
  )
  const insert = database.prepare(
    `insert into onboarding_lists (id, name, start_time, lifetime_in_minutes, ticket, made_at)
     values (:id, :name, :startTime, :lifetimeInMinutes, :ticket, :madeAt)
     on conflict (name) do update set start_time = excluded.start_time,
       lifetime_in_minutes = excluded.lifetime_in_minutes, ticket = excluded.ticket`,
  )
  const insertHire = database.prepare(
    `insert into onboarding_hires (list_id, person_id, start_date, time_zone)
     values (:listId, :personId, :startDate, :timeZone)
     on conflict (list_id, person_id) do update set start_date = excluded.start_date, time_zone = excluded.time_zone`,
  )

  const toList = (row: Row | undefined): OnboardingList | undefined =>
    row && {
      id: row.id,
      name: row.name,
      startTime: row.start_time,
      lifetimeInMinutes: row.lifetime_in_minutes,
      ticket: row.ticket ?? undefined,
      madeAt: new Date(row.made_at),
      hires: hires.all(row.id).map(({ personId, startDate, timeZone }) => ({
        personId,
        startDate: startDate ?? undefined,
        timeZone: timeZone ?? undefined,
      })),
    }

  const save = database.transaction((plan: OnboardingPlan, at: Date): OnboardingList => {
    const { name, startTime, lifetimeInMinutes, ticket = null } = plan
    insert.run({ id: randomUUID(), name, startTime, lifetimeInMinutes, ticket, madeAt: at.getTime() })
    const row = byName.get(name) as Row
    for (const { personId, startDate = null, timeZone = null } of plan.hires) {
      insertHire.run({ listId: row.id, personId, startDate, timeZone })
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

interface Row {
  readonly id: string
  readonly name: string
  readonly start_time: string
  readonly lifetime_in_minutes: number
  readonly ticket: string | null
  readonly made_at: number
}
