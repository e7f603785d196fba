import type { IssuedPass } from '../pass/pass.js'
import type { Address, DeliveryChannel } from './directory.js'

/** Hands the code to the person, so that the administrator never sees it. Throwing deletes the pass. */
export type Deliverer = (parcel: Parcel) => Promise<void>

/** A pass on its way. */
export interface Parcel {
  readonly channel: DeliveryChannel
  readonly tenantId: string
  readonly userId: string
  /** The person's addresses on this channel. */
  readonly addresses: readonly Address[]
  readonly pass: IssuedPass
}
