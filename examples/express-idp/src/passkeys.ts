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

/** WebAuthn, as this site uses it. Who may register one is decided where it is called: see `session.ts`. */
export interface PasskeyCeremonies extends Pick<Passkeys, 'of' | 'remove'> {
  registrationOptions(person: Person): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** Answers whether the passkey was registered. */
  register(person: Person, name: string, wasAsked: WasAsked, response: RegistrationResponseJSON): Promise<boolean>
  signInOptions(): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** Answers whose passkey it is, or nothing. */
  signIn(wasAsked: WasAsked, response: AuthenticationResponseJSON): Promise<string | undefined>
}

/** Did we ask for this challenge to be signed? */
export type WasAsked = (challenge: string) => boolean

export function createPasskeyCeremonies(passkeys: Passkeys, origin: string, clock: Clock): PasskeyCeremonies {
  const rpID = new URL(origin).hostname
  const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true }

  return {
    of: passkeys.of,
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

    async register(person, name, wasAsked, response) {
      const verification = await orNothing(
        verifyRegistrationResponse({ response, expectedChallenge: wasAsked, ...expected }),
      )
      if (verification?.verified !== true) return false
      const { credential, credentialBackedUp } = verification.registrationInfo
      if (passkeys.byId(credential.id) !== undefined) return false
      passkeys.add({ ...credential, personId: person.id, name, isSynced: credentialBackedUp, createdAt: clock() })
      return true
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
      return passkey.personId
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
