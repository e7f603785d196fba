import type { EventDetails } from '../event/event.js'
import { isWellFormed } from '../input/id.js'
import type { DeliveryChannel } from './words.js'
import { deliveryChannels } from './words.js'

/** Why an address was skipped. */
export type AddressFault = EventDetails['directory.addressSkipped']['reason']

/** Returns why the channel cannot carry the address, or `undefined` if it can. An unknown channel carries every character. */
export function addressFault(channel: string, value: string): AddressFault | undefined {
  if (value.trim() === '') return 'blank'
  if (channel === 'email' && value.length > maxEmailLength) return 'tooLong'
  const allowed = isDeliveryChannel(channel) ? carried[channel] : /^/
  return allowed.test(value) && isWellFormed(value) ? undefined : 'characters'
}

/** Returns whether a code can be sent on this channel. */
function isDeliveryChannel(channel: unknown): channel is DeliveryChannel {
  return deliveryChannels.some((known) => known === channel)
}

/** 64 characters, an at sign and 255 characters (RFC 5321 §4.5.3.1). */
const maxEmailLength = 320
// A comma separates recipients, and a line break begins another header of the mail.
const emailText = /^[^\p{Cc},]*$/u
const phoneNumber = /^[0-9 +()-]*$/
const lines = /^(?:[^\p{Cc}]|[\r\n])*$/u

const carried: { readonly [Channel in DeliveryChannel]: RegExp } = {
  email: emailText,
  sms: phoneNumber,
  voice: phoneNumber,
  post: lines,
  print: lines,
}
