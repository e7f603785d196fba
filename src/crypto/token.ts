import type { KeyRing } from './key-ring.js'
import type { SealContext } from './seal.js'
import { openDocument, sealDocument } from './seal.js'

/** Each purpose has keys of its own, so that a token of one purpose is never accepted for another. */
export type TokenPurpose = 'grant' | 'repudiation'

// An id of 512 characters, an incarnation and 16 methods, all as long as possible and escaped, take about 12,000.
const maxTokenLength = 16_384

/** Seals bytes as text that users and browsers carry, for one purpose in one tenant. */
export function sealToken(context: SealContext, purpose: TokenPurpose, tenantId: string, secret: Uint8Array): string {
  const sealing = { ...context, ring: ringFor(context.ring, purpose) }
  const content = { body: '', secret, retainUntilMs: null, version: 0, isPolicyStored: false }
  const { revision, seal } = sealDocument(sealing, keyOf(purpose, tenantId), content)
  return `${revision}.${seal}`
}

/** Returns `undefined` unless this tenant sealed the token for this purpose with a key that is still in use. */
export function openToken(
  context: Pick<SealContext, 'ring' | 'cryptography'>,
  purpose: TokenPurpose,
  tenantId: string,
  token: unknown,
): Uint8Array | undefined {
  if (typeof token !== 'string' || token.length > maxTokenLength) return undefined
  const [revision, seal, ...rest] = token.split('.')
  if (revision === undefined || seal === undefined || rest.length > 0) return undefined
  const opening = { ...context, ring: ringFor(context.ring, purpose) }
  const stored = { revision, seal, body: '', retainUntilMs: null }
  const opened = openDocument(opening, keyOf(purpose, tenantId), stored)
  return opened.ok ? opened.secret : undefined
}

function keyOf(purpose: TokenPurpose, tenantId: string): { tenantId: string; kind: string; id: string } {
  return { tenantId, kind: purpose, id: '' }
}

function ringFor(ring: KeyRing, purpose: TokenPurpose): KeyRing {
  return { ...ring, subkey: (id, label) => ring.subkey(id, `${purpose}/${label}`) }
}
