import type { RedisDriver } from './driver.js'
import type { ReplicaWait } from './options.js'
import type { ServerCheck } from './server-check.js'

/** The dependencies of every operation of a store. */
export interface RedisContext {
  readonly driver: RedisDriver
  readonly serverCheck: ServerCheck
  readonly prefix: string
  readonly waitForReplicas: ReplicaWait | undefined
}
