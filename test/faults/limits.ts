import type { ServerKind } from '../support/servers/store-server.js'
import type { OpenedTap } from './client.js'

/** Something that a store runs out of. */
export interface Limit {
  /** Completes 'a store …'. */
  readonly name: string
  /** What it is a limit of; a server that this machine may lack. */
  readonly kind?: ServerKind | undefined
  start(): Promise<LimitedStore>
}

export interface LimitedStore extends OpenedTap {
  /** From now on no write succeeds. */
  impose(): Promise<void>
  lift(): Promise<void>
}
