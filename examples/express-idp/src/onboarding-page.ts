import type { Call, OnboardingStage } from 'temporary-access-pass'
import { isTapError, onboardingStage } from 'temporary-access-pass'
import type { User } from './directory.js'
import { stagesByProgress, stagesByUrgency } from './onboarding.js'
import type { Hire, OnboardingList } from './onboarding-lists.js'
import type { Parts } from './parts.js'

/** The progress of one new colleague. */
export interface HireProgress {
  readonly user: User
  readonly hire: Hire
  readonly stage: OnboardingStage
  /** The next event of the pass, or its last one, with the time. */
  readonly due?: { readonly what: string; readonly at: Date } | undefined
}

/** A segment of the progress picture. `start` and `width` are percentages of its width. */
export interface ProgressSegment {
  readonly stage: OnboardingStage
  readonly count: number
  readonly start: number
  readonly width: number
}

/** Returns the progress of a list. People who need a call come first. */
export async function progressOf(parts: Parts, call: Call, list: OnboardingList): Promise<readonly HireProgress[]> {
  const users = await Promise.all(
    list.hires.map(async (hire) => {
      const user = parts.users.byId(hire.userId)
      return user && { user, hire, ...(await lookUp(parts, call, user)) }
    }),
  )
  const byUrgency = (one: HireProgress, other: HireProgress): number =>
    stagesByUrgency.indexOf(one.stage) - stagesByUrgency.indexOf(other.stage) ||
    Number(one.due?.at ?? 0) - Number(other.due?.at ?? 0)
  return users.filter((progress) => progress !== undefined).sort(byUrgency)
}

/** A colleague stays on the list even if this visitor may not view their pass. */
async function lookUp({ tap, clock }: Parts, call: Call, { id }: User): Promise<Pick<HireProgress, 'stage' | 'due'>> {
  try {
    const explanation = await tap.users.explain({ ...call, user: id })
    const registrations = await tap.registrations.list({ ...call, user: id })
    const stage = onboardingStage(explanation, registrations, { now: new Date(clock()) })
    const { pass } = explanation
    if (pass === undefined || stage === 'registered') return { stage }
    if (stage === 'lapsed') return { stage, due: { what: 'Pass ended', at: pass.endDateTime } }
    const isAhead = pass.startDateTime.getTime() > clock()
    return {
      stage,
      due: isAhead ? { what: 'Pass starts', at: pass.startDateTime } : { what: 'Pass ends', at: pass.endDateTime },
    }
  } catch (error) {
    if (isTapError(error) && error.code === 'TAP_NOT_AUTHORIZED') return { stage: 'failed' }
    throw error
  }
}

/** Returns the colleague with the next event in the future. */
export function nextDue(users: readonly HireProgress[], now: number): HireProgress | undefined {
  const ahead = users.filter(({ due }) => due !== undefined && due.at.getTime() > now)
  return ahead.sort((one, other) => Number(one.due?.at) - Number(other.due?.at))[0]
}

/** Returns one segment for each stage that has people. */
export function segmentsOf(users: readonly HireProgress[]): readonly ProgressSegment[] {
  let start = 0
  return stagesByProgress.flatMap((stage) => {
    const count = users.filter((progress) => progress.stage === stage).length
    if (count === 0) return []
    const segment = { stage, count, start, width: (count / users.length) * 100 }
    start += segment.width
    return segment
  })
}
