export const userTypes = ['member', 'internalGuest', 'externalGuest'] as const

/** What a user is to the tenant. */
export type UserType = (typeof userTypes)[number]

export const deliveryChannels = ['email', 'sms', 'voice', 'post', 'print'] as const

/**
 * How a code travels to its user. `print`: handed over in person.
 *
 * @useDeclaredType
 */
export type DeliveryChannel = (typeof deliveryChannels)[number]
