import type { OpenedTap } from './client.js'
import { sqliteLimits } from './limits-sqlite.js'

/** Something that a store runs out of. */
export interface Limit {
  /** Completes 'a store …'. */
  readonly name: string
  start(): Promise<LimitedStore>
}

export interface LimitedStore extends OpenedTap {
  /** From now on no write succeeds. */
  impose(): Promise<void>
  lift(): Promise<void>
}

export const limits: readonly Limit[] = [...sqliteLimits]
