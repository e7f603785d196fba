import { cleanText, encodeId } from '../event/clean-text.js'
import { maxCredentialLabelLength, maxCredentialTypeLength } from '../input/limits.js'
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
  const clean = { id: encodeId(id), type: cleanText(type, maxCredentialTypeLength) }
  const cleanLabel = label === undefined ? {} : { label: cleanText(label, maxCredentialLabelLength) }
  const userId = encodeId(rest.userId)
  return { ...rest, userId, credential: { ...credential, ...clean, ...cleanLabel } }
}
