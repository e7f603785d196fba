import type { ServerKind } from '../local-servers/store-server.js'
import type { OpenedTap } from './client.js'

/** A resource that a store can exhaust. */
export interface Limit {
  /** Completes the title 'every call fails … when Redis is out of memory'. */
  readonly name: string
  /** The kind of server, which this machine may lack. */
  readonly kind?: ServerKind | undefined
  start(): Promise<LimitedStore>
}

export interface LimitedStore extends OpenedTap {
  /** Makes every later write fail. */
  impose(): Promise<void>
  lift(): Promise<void>
}
