import { drawBytes } from '../../crypto/draw-bytes.js'
import type { RandomBytes } from '../../ports/random-bytes.js'
import type { AlphabetName } from '../policy/policy.js'
import { alphabets } from './alphabet.js'

// A healthy source needs one round, rarely two. A source that repeats a rejected byte must not hang the process.
const maxRounds = 64

/**
 * Draws a code. All codes of one length are equally likely: bytes beyond the largest multiple of the alphabet's size are
 * rejected, because a modulo of them would favour some symbols.
 *
 * @throws `TypeError` if the source returns another number of bytes; `Error` if all its bytes are rejected.
 */
export function drawCode(randomBytes: RandomBytes, alphabet: AlphabetName, length: number): string {
  const { symbols } = alphabets[alphabet]
  const size = symbols.length
  const limit = 256 - (256 % size)
  let code = ''
  for (let round = 0; round < maxRounds; round++) {
    const bytes = drawBytes(randomBytes, bytesToDraw(length - code.length, limit))
    for (let at = 0; at < bytes.length && code.length < length; at++) {
      const byte = bytes[at] ?? limit
      if (byte < limit) code += symbols.charAt(byte % size)
    }
    if (code.length === length) return code
  }
  throw new Error(
    'The random source returns only bytes that must be rejected: check the option "randomBytes" of createTap',
  )
}

/** Draws a quarter more where bytes can be rejected, so that one round is nearly always enough. */
function bytesToDraw(missing: number, limit: number): number {
  return limit === 256 ? missing : missing + (missing >> 2) + 2
}
