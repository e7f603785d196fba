import type { ModelLaw } from './laws.js'

/** One search of `liveness.pml` for a run that breaks the law for ever. Without `removed`, there must be none. */
export interface LivenessSearch {
  readonly law: ModelLaw
  readonly removed?: string
}

export const livenessSearches: readonly LivenessSearch[] = [
  { law: 'everyCallEnds' },
  { law: 'everyCallEnds', removed: 'CALL_HAS_DEADLINE' },
  { law: 'everyCallEnds', removed: 'PORT_HAS_DEADLINE' },
  { law: 'everyCallEnds', removed: 'LOCK_OR_DEADLINE' },
  { law: 'everyCallEnds', removed: 'FAILURE_REACHES_ALL' },
  { law: 'lockIsFreeInTheEnd' },
  { law: 'lockIsFreeInTheEnd', removed: 'LOCK_IS_RELEASED' },
]
