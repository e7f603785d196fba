import type { RandomBytes } from '../ports/random-bytes.js'

/** @throws `TypeError` unless the port returns that many bytes. */
export function drawBytes(randomBytes: RandomBytes, length: number): Uint8Array {
  const bytes: unknown = randomBytes(length)
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    throw new TypeError(`The option "randomBytes" must return a Uint8Array of ${length} bytes`)
  }
  return bytes
}
