import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../crypto/encoding.js'

/** Grants and documents store this hash, because a client binding must not be readable in a database. */
export function hashBinding(tenantId: string, clientBinding: string): string {
  return hashFor('client', tenantId, clientBinding)
}

export function hashAttemptId(tenantId: string, attemptId: string): string {
  return hashFor('attempt', tenantId, attemptId)
}

function hashFor(purpose: 'client' | 'attempt', tenantId: string, text: string): string {
  return toBase64Url(sha256(encodeFields([purpose, tenantId, text])))
}
