import type { IssuedPass } from '../core/pass/pass.js'
import type { Address, DeliveryChannel } from './directory.js'

/**
 * Hands the code to the person, so that the administrator never sees it. Resolve once the channel has taken it; throwing,
 * or taking longer than 5 seconds, deletes the pass.
 */
export type Deliverer = (parcel: Delivery) => Promise<void>

/** A pass on its way. */
export interface Delivery {
  readonly channel: DeliveryChannel
  readonly tenantId: string
  readonly userId: string
  /** The person's addresses on this channel, as the directory has them now. Only for `print` may there be none. */
  readonly addresses: readonly Address[]
  /** `pass.temporaryAccessPass` is the code: for the person, and for no log. */
  readonly pass: IssuedPass
}
