import type { Call, OnboardingStage } from 'temporary-access-pass'
import { isTapError, onboardingStage } from 'temporary-access-pass'
import type { Person } from './directory.js'
import { stagesByProgress, stagesByUrgency } from './onboarding.js'
import type { Hire, OnboardingList } from './onboarding-lists.js'
import type { Parts } from './parts.js'

/** One person of a list, as the library knows them now. */
export interface Progress {
  readonly person: Person
  readonly hire: Hire
  readonly stage: OnboardingStage
  /** What comes next, or came last, and when. */
  readonly due?: { readonly what: string; readonly at: Date } | undefined
}

/** A piece of the picture: so many of the people, from `start` on, in hundredths of its width. */
export interface Segment {
  readonly stage: OnboardingStage
  readonly count: number
  readonly start: number
  readonly width: number
}

/** Whoever needs a call comes first. */
export async function progressOf(parts: Parts, call: Call, list: OnboardingList): Promise<readonly Progress[]> {
  const people = await Promise.all(
    list.hires.map(async (hire) => {
      const person = parts.people.byId(hire.personId)
      return person && { person, hire, ...(await lookUp(parts, call, person)) }
    }),
  )
  const byUrgency = (one: Progress, other: Progress): number =>
    stagesByUrgency.indexOf(one.stage) - stagesByUrgency.indexOf(other.stage) ||
    Number(one.due?.at ?? 0) - Number(other.due?.at ?? 0)
  return people.filter((progress) => progress !== undefined).sort(byUrgency)
}

/** Whom this visitor may not see is still on the list. */
async function lookUp({ tap, clock }: Parts, call: Call, { id }: Person): Promise<Pick<Progress, 'stage' | 'due'>> {
  try {
    const explanation = await tap.users.explain({ ...call, user: id })
    const registrations = await tap.registrations.list({ ...call, user: id })
    const stage = onboardingStage(explanation, registrations, { now: new Date(clock()) })
    const { pass } = explanation
    if (pass === undefined || stage === 'registered') return { stage }
    if (stage === 'lapsed') return { stage, due: { what: 'Pass was over', at: pass.endDateTime } }
    const isAhead = pass.startDateTime.getTime() > clock()
    return {
      stage,
      due: isAhead ? { what: 'Pass begins', at: pass.startDateTime } : { what: 'Pass is over', at: pass.endDateTime },
    }
  } catch (error) {
    if (isTapError(error) && error.code === 'TAP_NOT_AUTHORIZED') return { stage: 'failed' }
    throw error
  }
}

/** What is due next, of what is still to come. */
export function nextDue(people: readonly Progress[], now: number): Progress | undefined {
  const ahead = people.filter(({ due }) => due !== undefined && due.at.getTime() > now)
  return ahead.sort((one, other) => Number(one.due?.at) - Number(other.due?.at))[0]
}

export function segmentsOf(people: readonly Progress[]): readonly Segment[] {
  let start = 0
  return stagesByProgress.flatMap((stage) => {
    const count = people.filter((progress) => progress.stage === stage).length
    if (count === 0) return []
    const segment = { stage, count, start, width: (count / people.length) * 100 }
    start += segment.width
    return segment
  })
}
