import type { RegistrationResult } from '../../src/api/registrations.js'
import type { Tap } from '../../src/api/tap.js'
import type { TapEvent } from '../../src/core/event/event.js'
import type { GrantResult } from '../../src/core/grant/grant.js'
import type { NewPassTerms } from '../../src/core/pass/create.js'
import type { Credential } from '../../src/core/registration/registration.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { SignInInput, SignInSuccess } from '../../src/core/sign-in/sign-in.js'
import type { World, WorldOptions } from './world.js'
import { createWorld } from './world.js'

/** Ada has a pass and has signed in with it. */
export interface SignedIn extends World {
  readonly code: string
  readonly passId: string
  readonly result: SignInSuccess
}

export const once: NewPassTerms = { isUsableOnce: true, lifetimeInMinutes: 60 }
export const many: NewPassTerms = { isUsableOnce: false, lifetimeInMinutes: 60 }

export async function createSignedIn(
  options: WorldOptions = {},
  terms: NewPassTerms = once,
  input: Partial<SignInInput> = {},
): Promise<SignedIn> {
  const world = createWorld(options)
  const { temporaryAccessPass: code, id: passId } = await world.issue(input.user ?? 'ada', terms)
  return { ...world, code, passId, result: await signIn(world.tap, code, input) }
}

/** Signs in. Throws when the sign-in is refused. */
export async function signIn(tap: Tap, code: string, input: Partial<SignInInput> = {}): Promise<SignInSuccess> {
  const result = await tap.signIn({ user: 'ada', code, ...input })
  if (!result.ok) throw new Error(`The sign-in was expected to succeed: ${revealRefusal(result)}`)
  return result
}

/** Returns `'ok'` or the refusal reason. */
export function outcomeOf(result: GrantResult | RegistrationResult): string {
  return result.ok ? 'ok' : result.reason
}

export function passkey(number: number | string = 1, rest: Partial<Credential> = {}): Credential {
  return { id: `key-${number}`, type: 'passkey', ...rest }
}

export function lastEvent({ events }: Pick<World, 'events'>): TapEvent {
  const event = events.at(-1)
  if (!event) throw new Error('No event was emitted yet')
  return event
}
