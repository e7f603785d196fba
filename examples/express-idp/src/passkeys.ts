import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Clock } from 'temporary-access-pass'
import type { User } from './directory.js'
import { organisation } from './organisation.js'
import type { Passkey, Passkeys } from './passkey-store.js'

/** WebAuthn for this site. `registration.ts` decides who may register a passkey. */
export interface PasskeyCeremonies extends Pick<Passkeys, 'of' | 'add' | 'remove'> {
  registrationOptions(user: User): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** Verifies a new passkey and returns it without storing it. Returns `undefined` if the response is not valid. */
  verifyNew(consumeChallenge: ConsumeChallenge, response: RegistrationResponseJSON): Promise<NewPasskey | undefined>
  signInOptions(): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** Verifies a sign-in and returns its passkey. Returns `undefined` if the response is not valid. */
  signIn(consumeChallenge: ConsumeChallenge, response: AuthenticationResponseJSON): Promise<Passkey | undefined>
}

/** A verified passkey that is not stored yet. */
export interface NewPasskey extends Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'isSynced' | 'createdAt'> {
  readonly transports?: NonNullable<Passkey['transports']>
  /** The model of the authenticator, as a GUID. */
  readonly aaguid: string
}

/** Returns whether a challenge belongs to the session, and removes it. */
export type ConsumeChallenge = (challenge: string) => boolean

export function createPasskeyCeremonies(passkeys: Passkeys, origin: string, clock: Clock): PasskeyCeremonies {
  const rpID = new URL(origin).hostname
  const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true }

  return {
    of: passkeys.of,
    add: passkeys.add,
    remove: passkeys.remove,

    registrationOptions: (user) =>
      generateRegistrationOptions({
        rpID,
        rpName: organisation.name,
        userID: new TextEncoder().encode(user.id),
        userName: user.userPrincipalName,
        userDisplayName: user.displayName,
        excludeCredentials: passkeys.of(user.id).map(forBrowser),
        // A resident key makes a typed name unnecessary. User verification makes a stolen device useless.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      }),

    async verifyNew(consumeChallenge, response) {
      const verification = await orUndefined(
        verifyRegistrationResponse({ response, expectedChallenge: consumeChallenge, ...expected }),
      )
      if (verification?.verified !== true) return undefined
      const { credential, credentialBackedUp, aaguid } = verification.registrationInfo
      if (passkeys.byId(credential.id) !== undefined) return undefined
      return { ...credential, aaguid, isSynced: credentialBackedUp, createdAt: clock() }
    },

    signInOptions: () => generateAuthenticationOptions({ rpID, userVerification: 'required' }),

    async signIn(consumeChallenge, response) {
      const passkey = passkeys.byId(response.id)
      if (passkey === undefined) return undefined
      const verification = await orUndefined(
        verifyAuthenticationResponse({
          response,
          expectedChallenge: consumeChallenge,
          credential: passkey,
          ...expected,
        }),
      )
      if (verification?.verified !== true) return undefined
      passkeys.recordUse(passkey.id, verification.authenticationInfo.newCounter, clock())
      return passkey
    },
  }
}

function forBrowser({ id, transports }: Passkey): Pick<Passkey, 'id' | 'transports'> {
  return { id, ...(transports === undefined ? {} : { transports }) }
}

/** SimpleWebAuthn throws on any invalid response, and a response can be anything. */
async function orUndefined<T>(verification: Promise<T>): Promise<T | undefined> {
  try {
    return await verification
  } catch {
    return undefined
  }
}
