import type { Registration, RegistrationRecord } from './registration.js'

/** A stored registration as the outside sees it. */
export function describeRegistration(
  userId: string,
  { credential, passId, registeredAtMs }: RegistrationRecord,
): Registration {
  return { credential, userId, passId, registeredAt: new Date(registeredAtMs) }
}
