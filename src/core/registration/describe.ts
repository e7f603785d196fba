import { cleanText } from '../event/clean-text.js'
import type { Registration, RegistrationRecord } from './registration.js'

/** Returns the public view of a stored registration. */
export function describeRegistration(
  userId: string,
  { credential, passId, registeredAtMs }: RegistrationRecord,
): Registration {
  return { credential, userId, passId, registeredAt: new Date(registeredAtMs) }
}

/** Returns the registration for an event. Browsers and users have written these texts, so they are made safe to log. */
export function registrationInEvent({ credential, ...rest }: Registration): Registration {
  const { id, type, label } = credential
  const clean = { id: cleanText(id, maxLengths.id), type: cleanText(type, maxLengths.type) }
  const cleanLabel = label === undefined ? {} : { label: cleanText(label, maxLengths.label) }
  const userId = cleanText(rest.userId, maxLengths.userId)
  return { ...rest, userId, credential: { ...credential, ...clean, ...cleanLabel } }
}

const maxLengths = { userId: 512, id: 1_024, type: 64, label: 128 } as const
