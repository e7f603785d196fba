import { utf8 } from '../../crypto/encoding.js'
import { parseOwnJson } from '../input/own-fields.js'
import type { SignIn } from '../sign-in/sign-in.js'
import type { Grant } from './grant.js'

const version = 1
const decoder = new TextDecoder()

export function encodeGrant(grant: Grant): Uint8Array {
  return utf8(JSON.stringify({ version, ...grant }))
}

/** Decodes bytes whose seal was verified. `undefined`: another version of the package wrote them. */
export function decodeGrant(bytes: Uint8Array): Grant | undefined {
  const body: GrantBody = parseOwnJson(decoder.decode(bytes))
  if (body.version !== version) return undefined
  const { signInId, incarnation, clientBinding, signIn } = body
  const { authenticatedAt, notAfter, registrationDeadline } = signIn
  return {
    signInId,
    incarnation,
    clientBinding,
    signIn: {
      ...signIn,
      authenticatedAt: new Date(authenticatedAt),
      notAfter: new Date(notAfter),
      registrationDeadline: registrationDeadline === undefined ? undefined : new Date(registrationDeadline),
    },
  }
}

type GrantInstants = 'authenticatedAt' | 'notAfter' | 'registrationDeadline'

interface GrantBody extends Omit<Grant, 'signIn'> {
  readonly version: number
  readonly signIn: Omit<SignIn, GrantInstants> & {
    readonly authenticatedAt: string
    readonly notAfter: string
    readonly registrationDeadline?: string | undefined
  }
}
