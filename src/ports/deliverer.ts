import type { IssuedPass } from '../core/pass/pass.js'
import type { Address, DeliveryChannel } from './directory.js'

/**
 * Sends a code to its user, so that the administrator never sees it. Resolve once the channel has accepted the code. If
 * it throws, or takes longer than 5 seconds, the pass is deleted.
 *
 * @example
 * ```ts
 * const deliverer: Deliverer = async ({ addresses, pass }) => {
 *   for (const { value } of addresses) await mailer.send(value, `Your code is ${pass.temporaryAccessPass}`)
 * }
 * ```
 */
export type Deliverer = (delivery: Delivery) => Promise<void>

/** A pass to send to its user. */
export interface Delivery {
  readonly channel: DeliveryChannel
  readonly tenantId: string
  readonly userId: string
  /** The user's addresses for this channel, as the directory has them now. Empty only for `print`. */
  readonly addresses: readonly Address[]
  /** The code is `pass.temporaryAccessPass`. Send it to the user and do not log it. */
  readonly pass: IssuedPass
}
