import { drawPlan } from './draw-plan.js'
import { callName, faultsOf } from './faults.js'
import { violationsIn } from './laws/check-laws.js'
import type { Violation } from './laws/law-check.js'
import { signIns } from './laws/law-check.js'
import type { Plan } from './plan.js'
import type { ProfileName } from './profiles.js'
import { profiles } from './profiles.js'
import type { Run } from './run-plan.js'
import { runPlan } from './run-plan.js'
import { planOf, scenes } from './scenes.js'

/** What a search came to. */
export interface Search {
  runs: number
  signIns: number
  /** Of all runs, in order. */
  digest: number
  /** The first plan that breaks each law, and what breaks it. */
  readonly found: Map<Violation['law'], { readonly plan: Plan; readonly what: string }>
}

export function newSearch(): Search {
  return { runs: 0, signIns: 0, digest: 0, found: new Map() }
}

/** Runs one plan for each seed, until `isEnough`. */
export async function searchSeeds(
  search: Search,
  profile: ProfileName,
  { first, count }: { readonly first: number; readonly count: number },
  isEnough: () => boolean = () => false,
): Promise<void> {
  for (let seed = first; seed < first + count && !isEnough(); seed += 1) {
    await look(search, drawPlan(seed, profiles[profile]))
  }
}

/**
 * Places every fault at every port call of every scene, one at a time, until `isEnough`: first at writes, for this seed and
 * the next, which use up a pass in different ways, then at the other ports.
 */
export async function searchScenes(
  search: Search,
  seed: number,
  { isEveryPort = true, every = 1, isEnough = () => false }: SceneSearch = {},
): Promise<void> {
  let placement = 0
  for (const isWrite of isEveryPort ? [true, false] : [true]) {
    const plans = [seed, seed + 1].flatMap((each) => Object.values(scenes).map((steps) => planOf(steps, each)))
    for (const plan of plans) {
      const { portCalls } = await look(search, { ...plan, isEveryCallListed: true })
      const calls = portCalls.filter(({ port }) => (port === 'store.compareAndSet') === isWrite)
      for (const { process, port, count } of calls) {
        for (const kind of faultsOf(port)) {
          if (isEnough()) return
          placement += 1
          if (placement % every !== 0) continue
          await look(search, { ...plan, faults: [{ call: callName(process, port, count), kind }] })
        }
      }
    }
  }
}

interface SceneSearch {
  /** `false`: faults of writes only. */
  readonly isEveryPort?: boolean
  /** Takes one placement of so many. */
  readonly every?: number
  readonly isEnough?: () => boolean
}

async function look(search: Search, plan: Plan): Promise<Run> {
  const run = await runPlan(plan)
  search.runs += 1
  search.signIns += signIns(run.history.calls).length
  search.digest = (Math.imul(search.digest, 31) + run.digest) >>> 0
  for (const { law, what } of violationsIn(run.history)) {
    if (!search.found.has(law)) search.found.set(law, { plan, what })
  }
  return run
}
