import { toBase64Url } from '../crypto/encoding.js'
import type { RandomBytes } from '../ports/random-bytes.js'

/** 96 random bits: enough that no two writes ever share one. */
export function drawId(randomBytes: RandomBytes): string {
  return toBase64Url(randomBytes(12))
}

/** A random GUID (RFC 9562 §5.4). */
export function drawGuid(randomBytes: RandomBytes): string {
  const bytes = randomBytes(16)
  const hex = Array.from(bytes, (byte, index) => {
    if (index === 6) return hexOf((byte & 0x0f) | 0x40)
    return index === 8 ? hexOf((byte & 0x3f) | 0x80) : hexOf(byte)
  }).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
