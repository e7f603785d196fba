import type { Tap } from '../../src/api/tap.js'
import type { CallName, Permission } from '../../src/core/access/permission.js'
import type { TapEvent } from '../../src/core/event/event.js'
import { encodeRepudiation } from '../../src/core/notice/repudiation.js'
import { createKeyRing } from '../../src/crypto/key-ring.js'
import { sealToken } from '../../src/crypto/token.js'
import { dayMs } from '../support/clock.js'
import { passkey, signIn } from '../support/signed-in.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

/** What a user can send: their name, a code, the grant of a sign-in, the token of a notice. */
export interface Shown {
  readonly user: string
  readonly code: string
  readonly grant: string
  readonly token: string
}

/** Every call made for a user, in one form. A new call that is missing here does not compile. */
export interface PublicVerbUnderTest {
  readonly verb: CallName
  readonly event: TapEvent['type']
  /** The event of a refusal, or of the result `no`. */
  readonly refusedEvent: TapEvent['type']
  /** A wrong value of a field that the host sets, which throws. */
  readonly mistake?: object | undefined
  /** Removes something, and so succeeds even when its event cannot be written. */
  readonly isDoneWithoutEvent?: boolean | undefined
  readonly isWriting: boolean
  /** Calls with valid input. `extra` overrides its fields. */
  call(tap: Tap, shown: Shown, extra?: object): Promise<unknown>
}

type PublicCall = Exclude<CallName, Permission | `requests.${string}`>

const calls: { readonly [Name in PublicCall]: Omit<PublicVerbUnderTest, 'verb'> } = {
  signIn: {
    event: 'signIn.succeeded',
    refusedEvent: 'signIn.refused',
    mistake: { surface: 'kiosk' },
    isWriting: true,
    call: (tap, { user, code }, extra) => tap.signIn({ user, code, ...extra }),
  },
  isPassOffered: {
    event: 'pass.offered',
    refusedEvent: 'pass.offered',
    isWriting: false,
    call: (tap, { user }, extra) => tap.isPassOffered({ user, ...extra }),
  },
  'grants.verify': {
    event: 'grant.verified',
    refusedEvent: 'grant.refused',
    mistake: { purpose: 'anything' },
    isWriting: false,
    call: (tap, { grant }, extra) => tap.grants.verify({ grant, purpose: 'session', ...extra }),
  },
  'registrations.complete': {
    event: 'registration.completed',
    refusedEvent: 'grant.refused',
    mistake: { credential: { id: '', type: 'passkey' } },
    isWriting: true,
    call: (tap, { grant }, extra) => tap.registrations.complete({ grant, credential: passkey(), ...extra }),
  },
  repudiate: {
    event: 'pass.deleted',
    refusedEvent: 'repudiation.refused',
    isDoneWithoutEvent: true,
    isWriting: true,
    call: (tap, { token }, extra) => tap.repudiate({ token, ...extra }),
  },
}

export const everyPublicVerb: readonly PublicVerbUnderTest[] = (Object.keys(calls) as PublicCall[]).map((verb) => ({
  verb,
  ...calls[verb],
}))

/** Values that the library never issued. */
export const forged: Shown = { user: 'unknown', code: 'Z'.repeat(48), grant: 'forged.grant', token: 'forged.token' }

/** Creates a stored policy, and a multi-use pass with which Ada has signed in once. */
export async function shownWorld(options: WorldOptions = {}): Promise<World & { readonly shown: Shown }> {
  const world = createWorld(options)
  await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 3 } })
  const { id, temporaryAccessPass: code } = await world.issue()
  const { grant } = await signIn(world.tap, code)
  return { ...world, shown: { user: 'ada', code, grant, token: repudiationToken(world, id) } }
}

/** Returns the token in the notice of that pass. */
export function repudiationToken({ tap, keys, clock, randomBytes }: World, passId: string, userId = 'ada'): string {
  const repudiation = { noticeId: 'notice', userId, passId, untilMs: clock.now() + dayMs }
  const sealing = { ring: createKeyRing(keys), cryptography: 'default', randomBytes } as const
  return sealToken(sealing, 'repudiation', tap.tenantId, encodeRepudiation(repudiation))
}
