import type { Driver } from './driver.js'
import type { Guard } from './safety.js'

/** How many replicas a write is waited for on, and for how long. */
export interface ReplicaWait {
  /** 1 or more. */
  readonly count: number
  /** 1 or more. The core gives a store five seconds in all. */
  readonly timeoutMs: number
}

/** What every operation of a store works with. */
export interface Context {
  readonly driver: Driver
  readonly guard: Guard
  readonly prefix: string
  readonly waitForReplicas: ReplicaWait | undefined
}
