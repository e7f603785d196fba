import { millisecondsInMinute, minutesInDay, minutesInHour } from 'date-fns/constants'
import type { DeliveryChannel } from '../../ports/directory.js'

/** How long a code may live that travels so. */
export interface ChannelLimit {
  /** From issuing to the end of the pass, whenever it starts. Absent: the policy alone decides. */
  readonly maximumInMinutes?: number | undefined
  /** Where the number is from. */
  readonly source: string
}

const byPhone: ChannelLimit = Object.freeze({
  maximumInMinutes: 10,
  source: 'NIST SP 800-63A-4 §3.8, SP 800-63B-4 §4.2.1.2: 10 minutes',
})

/**
 * How long a code may live by how it travels, whatever the policy says: the longer it lies in an inbox or a letter box, the
 * more people can find it.
 *
 * @example
 * ```ts
 * const { maximumInMinutes } = channelLimits.email // 1,440
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
 * The longest lifetime left on this channel for a pass that starts after `delayMs`, in whole minutes: a future start does
 * not stretch it. Below 1: there is none.
 */
export function channelRoomInMinutes(channel: DeliveryChannel | undefined, delayMs: number): number {
  const maximum = channel && channelLimits[channel].maximumInMinutes
  if (maximum === undefined) return Number.POSITIVE_INFINITY
  return Math.floor(maximum - Math.max(0, delayMs) / millisecondsInMinute)
}
