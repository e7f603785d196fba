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
import type { Person } from './directory.js'
import { organisation } from './organisation.js'
import type { Passkey, Passkeys } from './passkey-store.js'

/** WebAuthn, as this site uses it. Who may register one is decided where it is called: see `registration.ts`. */
export interface PasskeyCeremonies extends Pick<Passkeys, 'of' | 'add' | 'remove'> {
  registrationOptions(person: Person): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** Answers what the browser made, to be added by whoever may; nothing when it is not what was asked for. */
  made(wasAsked: WasAsked, response: RegistrationResponseJSON): Promise<NewPasskey | undefined>
  signInOptions(): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** Answers the passkey, or nothing. */
  signIn(wasAsked: WasAsked, response: AuthenticationResponseJSON): Promise<Passkey | undefined>
}

/** Fresh from a browser, and nobody's yet. */
export interface NewPasskey extends Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'isSynced' | 'createdAt'> {
  readonly transports?: NonNullable<Passkey['transports']>
  /** The model of the authenticator. */
  readonly aaguid: string
}

/** Did we ask for this challenge to be signed? */
export type WasAsked = (challenge: string) => boolean

export function createPasskeyCeremonies(passkeys: Passkeys, origin: string, clock: Clock): PasskeyCeremonies {
  const rpID = new URL(origin).hostname
  const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true }

  return {
    of: passkeys.of,
    add: passkeys.add,
    remove: passkeys.remove,

    registrationOptions: (person) =>
      generateRegistrationOptions({
        rpID,
        rpName: organisation.name,
        userID: new TextEncoder().encode(person.id),
        userName: person.userPrincipalName,
        userDisplayName: person.displayName,
        excludeCredentials: passkeys.of(person.id).map(forBrowser),
        // So that nobody has to type a name to sign in, and a stolen device is not enough.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      }),

    async made(wasAsked, response) {
      const verification = await orNothing(
        verifyRegistrationResponse({ response, expectedChallenge: wasAsked, ...expected }),
      )
      if (verification?.verified !== true) return undefined
      const { credential, credentialBackedUp, aaguid } = verification.registrationInfo
      if (passkeys.byId(credential.id) !== undefined) return undefined
      return { ...credential, aaguid, isSynced: credentialBackedUp, createdAt: clock() }
    },

    signInOptions: () => generateAuthenticationOptions({ rpID, userVerification: 'required' }),

    async signIn(wasAsked, response) {
      const passkey = passkeys.byId(response.id)
      if (passkey === undefined) return undefined
      const verification = await orNothing(
        verifyAuthenticationResponse({ response, expectedChallenge: wasAsked, credential: passkey, ...expected }),
      )
      if (verification?.verified !== true) return undefined
      passkeys.used(passkey.id, verification.authenticationInfo.newCounter, clock())
      return passkey
    },
  }
}

function forBrowser({ id, transports }: Passkey): Pick<Passkey, 'id' | 'transports'> {
  return { id, ...(transports === undefined ? {} : { transports }) }
}

/** What a browser sends may be anything, and SimpleWebAuthn throws at the first thing that is wrong with it. */
async function orNothing<T>(verification: Promise<T>): Promise<T | undefined> {
  try {
    return await verification
  } catch {
    return undefined
  }
}
