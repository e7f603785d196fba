import { decodeGrant, encodeGrant } from '../../core/grant/codec.js'
import type { Grant } from '../../core/grant/grant.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { openToken, sealToken } from '../../crypto/token.js'
import type { Deps } from '../deps.js'

export function sealGrant({ ports, cryptography, tenantId }: Deps, ring: KeyRing, grant: Grant): string {
  return sealToken({ ring, cryptography, randomBytes: ports.randomBytes }, 'grant', tenantId, encodeGrant(grant))
}

/** Returns `undefined` unless `tenantId` sealed the grant under a key that is still in use. */
export function openGrant({ cryptography }: Deps, ring: KeyRing, tenantId: string, text: unknown): Grant | undefined {
  const bytes = openToken({ ring, cryptography }, 'grant', tenantId, text)
  return bytes && decodeGrant(bytes)
}
