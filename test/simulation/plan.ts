import type { FaultRates, PlacedFault } from './faults.js'
import type { VerbName } from './verb-names.js'

/** Everything that decides a run. The same plan always gives the same run, so a plan is a story that can be kept. */
export interface Plan {
  readonly seed: number
  readonly spendOn: 'signIn' | 'registration'
  /** Wrong codes that revoke a pass. */
  readonly budget: number
  /** The most that the standby is behind, in milliseconds. */
  readonly maxLagMs: number
  /** How far the clock of each process is from the right time, in milliseconds. */
  readonly skewsMs: readonly number[]
  readonly steps: readonly Step[]
  readonly faults: readonly PlacedFault[]
  /** Further faults by chance. */
  readonly rates: FaultRates
  readonly isEveryCallListed?: boolean | undefined
}

/** One thing that happens at one moment: a call of a verb, or an event around it. */
export interface Step {
  readonly atMs: number
  readonly do: VerbName | EnvironmentEvent
  /** The number of the process. */
  readonly on: number
  readonly user?: string | undefined
  /** The code that is typed. Default: the user's newest. */
  readonly code?: 'wrong' | 'earlier' | undefined
  readonly isOnce?: boolean | undefined
  /** How often the host asks again, at another process, when the call fails as down or busy. */
  readonly again?: number | undefined
  /** The idempotency key of a list, or the name of a credential. */
  readonly key?: string | undefined
}

/** What happens to a process or to the database. */
export type EnvironmentEvent = 'kill' | 'stall'

/** The `count`th call of a port by one process. */
export interface PortCallOfRun {
  readonly process: string
  readonly port: string
  readonly count: number
}
