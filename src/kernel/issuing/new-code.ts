import { drawCode } from '../../core/code/draw.js'
import { messageText } from '../../core/message/english.js'
import type { AlphabetName, Policy } from '../../core/policy/policy.js'
import type { Scheme, Verifier } from '../../crypto/verifier.js'
import { hashCode, isSlow, schemeFor } from '../../crypto/verifier.js'
import { isTapError, PortFailedError } from '../../errors.js'
import type { Deps } from '../deps.js'
import { drawGuid } from '../draw-id.js'

/** A code, its hash, and the id of the pass that it will belong to. Nothing is stored yet. */
export interface NewCode {
  readonly passId: string
  readonly text: string
  readonly alphabet: AlphabetName
  readonly scheme: Scheme
  readonly verifier: Verifier
}

const allRejected = messageText('port.randomBytes.rejected')

/** @throws {@link BusyError} when too many slow hashes wait. */
export async function createCode({ ports, cryptography, admission }: Deps, policy: Policy): Promise<NewCode> {
  const { alphabet, defaultLength } = policy
  const passId = drawGuid(ports.randomBytes)
  const text = drawText(ports, alphabet, defaultLength)
  const scheme = schemeFor(text, cryptography)
  const salt = ports.randomBytes(16)
  const work = (): Promise<Uint8Array> => hashCode(scheme, text, salt)
  const hash = await (isSlow(scheme) ? admission.issue(work) : work())
  return { passId, text, alphabet, scheme, verifier: { salt, hash } }
}

function drawText({ randomBytes }: Deps['ports'], alphabet: AlphabetName, length: number): string {
  try {
    return drawCode(randomBytes, alphabet, length)
  } catch (cause) {
    // Every other error of a draw means that the source repeats bytes which no code can use.
    throw isTapError(cause) ? cause : new PortFailedError('randomBytes', 'draw', cause, allRejected)
  }
}
