import type { Environment } from './environment.js'
import { environmentOf, environmentOfLiveness } from './environment.js'
import type { ModelLaw } from './laws.js'
import { livenessSearches } from './liveness-searches.js'
import { removals } from './removals.js'
import { longSearches, searches } from './searches.js'

export type Model = 'commit.pml' | 'liveness.pml'

/** One run of a compiled model, and what it must show. */
export interface Job {
  readonly name: string
  readonly model: Model
  /** Arguments of `pan`: how deep it may search, and for which law. */
  readonly args: readonly string[]
  readonly environment: Environment
  /** The law that must be found broken, because a rule is removed. `undefined`: every law holds. */
  readonly breaks?: ModelLaw | undefined
}

const depth = '-m100000'

/** Returns all jobs. `isLong`: with more faults and failovers. */
export function jobs(isLong: boolean): readonly Job[] {
  const holding: readonly Job[] = (isLong ? longSearches : searches).map((search) => ({
    name: search.name,
    model: 'commit.pml',
    args: [depth],
    environment: environmentOf(search),
  }))
  const breaking: readonly Job[] = removals.map((removal) => ({
    name: removal.name,
    model: 'commit.pml',
    args: [depth],
    environment: environmentOf(removal),
    breaks: removal.breaks,
  }))
  const ending: readonly Job[] = livenessSearches.map((search) => ({
    name: search.removed === undefined ? search.law : `without ${search.removed}`,
    model: 'liveness.pml',
    // All runs that never end, and only those in which each process takes its steps.
    args: ['-a', '-f', depth, '-N', search.law],
    environment: environmentOfLiveness(search),
    breaks: search.removed === undefined ? undefined : search.law,
  }))
  return [...holding, ...breaking, ...ending]
}
