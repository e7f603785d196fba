import { millisecondsInMinute, minutesInDay, minutesInHour } from 'date-fns/constants'
import type { DeliveryChannel } from '../../ports/directory.js'

/** How long a code may be valid if this channel carries it. */
export interface ChannelLimit {
  /** The maximum time from issuing to the end of the pass, in minutes, even if it starts later. Absent: no limit. */
  readonly maximumInMinutes?: number | undefined
  /** The clause that the number comes from. */
  readonly source: string
}

const byPhone: ChannelLimit = Object.freeze({
  maximumInMinutes: 10,
  source: 'NIST SP 800-63A-4 §3.8, SP 800-63B-4 §4.2.1.2: 10 minutes',
})

/**
 * The limit of each delivery channel (NIST SP 800-63A-4 §3.8, SP 800-63B-4 §4.2.1.2). It applies whatever the policy says,
 * because the longer a code lies in an inbox or a letter box, the more people can find it.
 *
 * @example
 * ```ts
 * console.log(channelLimits.email.maximumInMinutes) // 1440
 * ```
 */
export const channelLimits: { readonly [Channel in DeliveryChannel]: ChannelLimit } = Object.freeze({
  email: Object.freeze({
    maximumInMinutes: 24 * minutesInHour,
    source: 'NIST SP 800-63A-4 §3.8, SP 800-63B-4 §4.2.1.2: 24 hours',
  }),
  sms: byPhone,
  voice: byPhone,
  post: Object.freeze({
    maximumInMinutes: 30 * minutesInDay,
    source: 'NIST SP 800-63A-4 §3.8, SP 800-63B-4 §4.2.1.2: 30 days, and 21 days within the contiguous United States',
  }),
  print: Object.freeze({ source: 'handed over in person: the policy decides' }),
})

/**
 * Returns the maximum lifetime, in whole minutes, of a pass that starts after `delayMs`. The channel limits the time from
 * issuing, so a later start leaves less. Below 1, the channel cannot carry the pass.
 */
export function channelRoomInMinutes(channel: DeliveryChannel | undefined, delayMs: number): number {
  const maximum = channel && channelLimits[channel].maximumInMinutes
  if (maximum === undefined) return Number.POSITIVE_INFINITY
  return Math.floor(maximum - Math.max(0, delayMs) / millisecondsInMinute)
}
