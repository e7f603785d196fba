import { drawBytes } from '../../crypto/draw-bytes.js'
import type { RandomBytes } from '../../ports/random-bytes.js'
import type { AlphabetName } from '../policy/policy.js'
import { alphabets } from './alphabet.js'

// A healthy source needs one round, seldom two. One that repeats a rejected byte for ever may not hang the process.
const maxRounds = 64

/**
 * Draws a code, every code of its length being exactly as likely as any other: bytes beyond the largest multiple of the
 * alphabet's size are thrown away, never folded back.
 *
 * @throws `TypeError` when the port does not answer as many bytes as were asked; `Error` when it is stuck.
 */
export function drawCode(randomBytes: RandomBytes, alphabet: AlphabetName, length: number): string {
  const { symbols } = alphabets[alphabet]
  const size = symbols.length
  const limit = 256 - (256 % size)
  let code = ''
  for (let round = 0; round < maxRounds; round++) {
    const bytes = drawBytes(randomBytes, bytesToAskFor(length - code.length, limit))
    for (let at = 0; at < bytes.length && code.length < length; at++) {
      const byte = bytes[at] ?? limit
      if (byte < limit) code += symbols.charAt(byte % size)
    }
    if (code.length === length) return code
  }
  throw new Error('The random source is stuck: it answers only bytes that no symbol can be drawn from')
}

/** One round nearly always does: as many as are missing where no byte is lost, else a quarter as many again and some. */
function bytesToAskFor(missing: number, limit: number): number {
  return limit === 256 ? missing : missing + (missing >> 2) + 2
}
