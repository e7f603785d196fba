import fc from 'fast-check'
import { expect } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import { isTapError } from '../../src/errors.js'
import { minuteMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { outcomeOf, passkey } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, seededBytes } from '../support/world.js'
import type { ModelSignIn, RegistrationModel } from './registration.model.js'
import { complete, isCompared, remove, signIn, verify } from './registration.model.js'

const wrongCodesToLock = 10

/** The current tap, because keys change, and the grants so far. */
export interface Real {
  readonly world: World
  tap: Tap
  keys: World['keys']
  code: string
  readonly grants: string[]
}

type Command = fc.AsyncCommand<RegistrationModel, Real>

function command(name: string, run: (model: RegistrationModel, real: Real) => Promise<void>): Command {
  return { check: () => true, run, toString: () => name }
}

export function issue(isUsableOnce: boolean, lifetimeInMinutes: number, spendOn: 'signIn' | 'registration'): Command {
  return command(`issue ${isUsableOnce} ${lifetimeInMinutes} ${spendOn}`, async (model, real) => {
    if (!model.isPolicyEnabled) return
    await real.tap.policy.update({ actor: admin, patch: { spendOn } })
    const terms = { isUsableOnce, lifetimeInMinutes }
    real.code = (await real.tap.passes.create({ actor: admin, user: 'ada', ...terms })).temporaryAccessPass
    const endMs = model.nowMs + lifetimeInMinutes * minuteMs
    // Only a one-time pass can be spent on a registration.
    model.pass = {
      isUsableOnce,
      spendOn: isUsableOnce ? spendOn : 'signIn',
      endMs,
      isSpent: false,
      wrongCodes: 0,
      latest: undefined,
    }
  })
}

const enter = (client: string | undefined) =>
  command(`sign in as ${client}`, async (model, { tap, code, grants }) => {
    const result = await tap.signIn({ user: 'ada', code: code || 'Z'.repeat(48), clientBinding: client })
    expect(result.ok ? 'signedIn' : revealRefusal(result)).toBe(signIn(model, client))
    if (result.ok) grants.push(result.grant)
  })

/** Returns one of the grants so far. */
function withGrant(
  pick: number,
  model: RegistrationModel,
  { grants }: Real,
): readonly [string, ModelSignIn] | undefined {
  const [grant, signIn] = [grants[pick % grants.length], model.signIns[pick % grants.length]]
  return grant !== undefined && signIn ? [grant, signIn] : undefined
}

const show = (pick: number, client: string | undefined, purpose: 'session' | 'registerPasskey') =>
  command(`verify ${pick} as ${client} for ${purpose}`, async (model, real) => {
    const [grant, from] = withGrant(pick, model, real) ?? []
    if (grant === undefined || !from) return
    const result = await real.tap.grants.verify({ grant, purpose, clientBinding: client })
    expect(outcomeOf(result)).toBe(verify(model, from, client, purpose === 'registerPasskey'))
  })

const register = (pick: number, client: string | undefined, number: number) =>
  command(`complete ${pick} as ${client} with ${number}`, async (model, real) => {
    const [grant, from] = withGrant(pick, model, real) ?? []
    if (grant === undefined || !from) return
    const credential = passkey(number)
    const result = await real.tap.registrations.complete({ grant, credential, clientBinding: client })
    expect(outcomeOf(result)).toBe(complete(model, from, client, credential.id))
  })

const deletePass = (cascade: boolean) =>
  command(`delete ${cascade}`, async (model, { tap }) => {
    const deleted = await tap.passes
      .delete({ actor: admin, user: 'ada', cascade })
      .then(({ registrations }) => registrations.map(({ credential }) => credential.id))
      .catch((error) => (isTapError(error) && error.code === 'TAP_PASS_NOT_FOUND' ? undefined : Promise.reject(error)))
    expect(deleted).toEqual(remove(model, cascade))
  })

const pass = (minutes: number, ms: number) =>
  command(`${minutes} minutes and ${ms} ms pass`, async (model, { world }) => {
    model.nowMs += minutes * minuteMs + ms
    world.clock.set(model.nowMs)
  })

/** Starts a lockout, which leaves existing grants valid. Then the help desk unlocks the user. */
const lock = (pick: number, client: string | undefined, number: number) =>
  command(`lock, complete ${pick} as ${client} with ${number}, unlock`, async (model, real) => {
    if (!model.pass || !isCompared(model) || model.pass.wrongCodes + wrongCodesToLock >= 100) return
    model.pass.wrongCodes += wrongCodesToLock
    for (let index = 0; index < wrongCodesToLock; index += 1) {
      await real.tap.signIn({ user: 'ada', code: wrongCode(index) })
    }
    const right = await real.tap.signIn({ user: 'ada', code: real.code })
    expect(right.ok ? 'signedIn' : revealRefusal(right)).toBe('lockedOut')
    await show(pick, client, 'session').run(model, real)
    await register(pick, client, number).run(model, real)
    await real.tap.users.unlock({ actor: admin, user: 'ada', justification: 'Called' })
  })

const flipUser = command('flip user', async (model, { world }) => {
  model.isUserEnabled = !model.isUserEnabled
  world.users.set('ada', { id: 'ada', isEnabled: model.isUserEnabled })
})

const flipPolicy = command('flip policy', async (model, { tap }) => {
  model.isPolicyEnabled = !model.isPolicyEnabled
  await tap.policy.update({ actor: admin, patch: { state: model.isPolicyEnabled ? 'enabled' : 'disabled' } })
})

const rotate = command('rotate', async (_, real) => {
  const number = real.keys.length
  real.keys = [{ id: `key-${number}`, secret: seededBytes(1_000 + number)(32) }, ...real.keys]
  real.tap = real.world.another({ keys: real.keys })
})

const list = command('list', async (model, { tap }) => {
  const reader = { ...admin, permissions: ['registrations.list'] } as const
  const listed = await tap.registrations.list({ actor: reader, user: 'ada' })
  expect(listed.map(({ credential }) => credential.id)).toEqual(model.registrations.map(({ id }) => id))
})

const client = fc.constantFrom(undefined, 'a', 'b')
const pick = fc.nat(7)

export const commands: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(fc.boolean(), fc.constantFrom(10, 15, 60), fc.constantFrom('signIn', 'registration'))
    .map((parameters) => issue(...parameters)),
  client.map(enter),
  client.map(enter),
  fc.tuple(pick, client, fc.constantFrom('session', 'registerPasskey')).map((parameters) => show(...parameters)),
  fc.tuple(pick, client, fc.constantFrom('session', 'registerPasskey')).map((parameters) => show(...parameters)),
  fc.tuple(pick, client, fc.nat(3)).map((parameters) => register(...parameters)),
  fc.tuple(pick, client, fc.nat(3)).map((parameters) => register(...parameters)),
  fc.tuple(pick, client, fc.nat(3)).map((parameters) => lock(...parameters)),
  fc.boolean().map(deletePass),
  fc.tuple(fc.constantFrom(0, 5, 9, 10), fc.constantFrom(0, 1)).map((parameters) => pass(...parameters)),
  fc.constantFrom(flipUser, flipPolicy, rotate, list),
]
