import { toBase64Url } from '../crypto/encoding.js'
import type { RandomBytes } from '../ports/random-bytes.js'

/** Draws 96 bits, so that no two writes share an id. */
export function drawId(randomBytes: RandomBytes): string {
  return toBase64Url(randomBytes(12))
}

/** Draws a random GUID (RFC 9562 §5.4). */
export function drawGuid(randomBytes: RandomBytes): string {
  const bytes = randomBytes(16)
  let guid = ''
  for (let index = 0; index < 16; index += 1) {
    const byte = bytes[index] ?? 0
    guid += index === 4 || index === 6 || index === 8 || index === 10 ? '-' : ''
    guid += hex[index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte]
  }
  return guid
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
