import { cleanText } from '../event/clean-text.js'
import type { Registration, RegistrationRecord } from './registration.js'

/** A stored registration as the outside sees it. */
export function describeRegistration(
  userId: string,
  { credential, passId, registeredAtMs }: RegistrationRecord,
): Registration {
  return { credential, userId, passId, registeredAt: new Date(registeredAtMs) }
}

/** The same for an event, safe to log: what a browser or a person wrote stays one line. */
export function registrationInEvent({ credential, ...rest }: Registration): Registration {
  const { id, type, label } = credential
  const clean = { id: cleanText(id, longest.id), type: cleanText(type, longest.type) }
  const cleanLabel = label === undefined ? {} : { label: cleanText(label, longest.label) }
  const userId = cleanText(rest.userId, longest.userId)
  return { ...rest, userId, credential: { ...credential, ...clean, ...cleanLabel } }
}

const longest = { userId: 512, id: 1_024, type: 64, label: 128 } as const
