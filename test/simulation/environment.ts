import type { TapEvent } from '../../src/core/event/event.js'
import type { PolicyPatch } from '../../src/core/policy/policy.js'
import type { Delivery } from '../../src/ports/deliverer.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { Key } from '../../src/ports/keys.js'
import type { Notice } from '../../src/ports/notifier.js'
import type { Database } from './database.js'
import type { FaultPlan } from './faults.js'
import type { StoreTrace } from './store-trace.js'
import type { VirtualTime } from './virtual-time.js'

/** What every process of a run shares. */
export interface Environment {
  readonly seed: number
  readonly time: VirtualTime
  readonly database: Database
  readonly faults: FaultPlan
  readonly storeTrace: StoreTrace
  readonly directory: ReadonlyMap<string, DirectoryUser>
  readonly policy: PolicyPatch
  keys(): readonly Key[]
  /** The time of day, as the process sees it. */
  clock(process: string): number
  /** Draws 0.1 to 4.8 s. */
  seconds(): number
  onEvent(event: TapEvent): void
  onNotice(notice: Notice): void
  onDelivery(delivery: Delivery): void
  onDeath(process: string): void
  /** Adds a line to the story. */
  tell(text: string): void
  /** Adds a port call to the digest. */
  record(process: string, port: string, count: number): void
}
