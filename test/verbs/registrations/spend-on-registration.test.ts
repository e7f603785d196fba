import { describe, expect, it } from 'vitest'
import { revealRefusal } from '../../../src/core/sign-in/refusal.js'
import type { SignInInput } from '../../../src/core/sign-in/sign-in.js'
import { minuteMs } from '../../support/clock.js'
import type { SignedIn } from '../../support/signed-in.js'
import { createSignedIn, lastEvent, once, outcomeOf, passkey, signIn } from '../../support/signed-in.js'
import { allSay, viewsOf } from '../../support/views.js'
import { admin, wrongCode } from '../../support/world.js'

const policy = { spendOn: 'registration', wrongCodesBeforeLockout: 3 } as const
const first = { clientBinding: 'browser-1' }
const second = { clientBinding: 'browser-2' }

const inRegistration = (said: Partial<SignInInput> = {}) => createSignedIn({ policy }, once, said)

async function verified({ tap }: SignedIn, grant: string, said: { clientBinding?: string } = {}): Promise<string> {
  return outcomeOf(await tap.grants.verify({ grant, purpose: 'registerPasskey', ...said }))
}

async function entered({ tap, code }: SignedIn, said: Partial<SignInInput> = {}): Promise<string> {
  const result = await tap.signIn({ user: 'ada', code, ...said })
  return result.ok ? 'signedIn' : revealRefusal(result)
}

describe('a pass that the registration spends, after a sign-in', () => {
  it('is in registration in every view, until the window ends', async () => {
    const world = await inRegistration(first)
    const expected = allSay('inRegistration')
    expect(await viewsOf(world, world.code)).toEqual(expected)
    world.clock.advance(10 * minuteMs - 1)
    expect(await viewsOf(world, world.code)).toEqual(expected)
    world.clock.advance(1)
    expect(await viewsOf(world, world.code)).toEqual(allSay('usable'))
  })

  it('is enabled in the API, and can be used', async () => {
    const { tap } = await inRegistration()
    expect(await tap.passes.get({ actor: admin, user: 'ada' })).toMatchObject({
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
      usability: 'inRegistration',
    })
  })

  it('is spent by the first credential, in every view', async () => {
    const world = await inRegistration()
    const { grant } = world.result
    expect(outcomeOf(await world.tap.registrations.complete({ grant, credential: passkey() }))).toBe('ok')
    expect(await viewsOf(world, world.code)).toEqual(allSay('oneTimeUsed'))
  })

  it('still registers a second credential under the same grant, until the deadline', async () => {
    const world = await inRegistration()
    const { grant } = world.result
    const complete = async (number: number) =>
      outcomeOf(await world.tap.registrations.complete({ grant, credential: passkey(number) }))
    expect(await complete(1)).toBe('ok')
    world.clock.advance(10 * minuteMs - 1)
    expect(await complete(2)).toBe('ok')
    world.clock.advance(1)
    expect(await complete(3)).toBe('expired')
  })

  it('is usable again until its end when the user does not register', async () => {
    const world = await inRegistration(first)
    world.clock.advance(10 * minuteMs)
    expect(await entered(world, second)).toBe('signedIn')
    expect(lastEvent(world)).toMatchObject({ type: 'signIn.succeeded', details: { isSuperseding: false } })
    expect(await verified(world, world.result.grant, first)).toBe('expired')
    world.clock.advance(50 * minuteMs)
    expect(await entered(world, second)).toBe('expired')
  })

  it('counts wrong codes during the window, and locks', async () => {
    const world = await inRegistration()
    for (let guess = 0; guess < 3; guess += 1) expect(await world.enter(wrongCode)).toBe('wrongCode')
    expect(await entered(world)).toBe('lockedOut')
    expect(await verified(world, world.result.grant)).toBe('ok')
  })

  it('has a window that never exceeds its end', async () => {
    const world = await createSignedIn({ policy: { ...policy, registrationWindowInMinutes: 60 } })
    world.clock.advance(60 * minuteMs - 1)
    expect(await verified(world, world.result.grant)).toBe('ok')
    world.clock.advance(1)
    expect(await entered(world)).toBe('expired')
  })

  it('keeps the moment of spending that it was issued with', async () => {
    const world = await createSignedIn({ policy })
    await world.tap.policy.update({ actor: admin, patch: { spendOn: 'signIn' } })
    expect(await entered(world)).toBe('signedIn')
  })
})

describe('a second sign-in during the window', () => {
  it('supersedes the first grant for every purpose, and says so in its event', async () => {
    const world = await inRegistration()
    const later = await signIn(world.tap, world.code)
    expect(lastEvent(world)).toMatchObject({ type: 'signIn.succeeded', details: { isSuperseding: true } })
    expect(await verified(world, world.result.grant)).toBe('superseded')
    const { grant } = world.result
    expect(outcomeOf(await world.tap.grants.verify({ grant, purpose: 'session' }))).toBe('superseded')
    expect(outcomeOf(await world.tap.registrations.complete({ grant, credential: passkey() }))).toBe('superseded')
    expect(await verified(world, later.grant)).toBe('ok')
  })

  it('starts the window anew', async () => {
    const world = await inRegistration()
    world.clock.advance(9 * minuteMs)
    const later = await signIn(world.tap, world.code)
    world.clock.advance(9 * minuteMs)
    expect(await verified(world, later.grant)).toBe('ok')
    expect(await viewsOf(world, world.code)).toMatchObject({ get: 'inRegistration' })
  })

  it('needs the same client if the first one had a binding, even with the right code', async () => {
    const world = await inRegistration(first)
    expect(await entered(world, second)).toBe('inRegistration')
    expect(await entered(world)).toBe('inRegistration')
    expect(await verified(world, world.result.grant, first)).toBe('ok')
    expect(await entered(world, first)).toBe('signedIn')
    expect(await verified(world, world.result.grant, first)).toBe('superseded')
  })

  it('needs only the code if the first one had no binding', async () => {
    const world = await inRegistration()
    expect(await entered(world, second)).toBe('signedIn')
    expect(await verified(world, world.result.grant)).toBe('superseded')
  })

  it('of another client counts no guess when its code is right, and one when it is wrong', async () => {
    const world = await inRegistration(first)
    await entered(world, second)
    expect(lastEvent(world)).toMatchObject({ details: { reason: 'inRegistration', wrongCodes: 0 } })
    await world.tap.signIn({ user: 'ada', code: wrongCode, ...second })
    expect(lastEvent(world)).toMatchObject({ details: { reason: 'wrongCode', wrongCodes: 1 } })
  })

  it('is refused once a credential is registered', async () => {
    const world = await inRegistration(first)
    const { grant } = world.result
    await world.tap.registrations.complete({ grant, credential: passkey(), ...first })
    expect(await entered(world, first)).toBe('oneTimeUsed')
    expect(await verified(world, grant, first)).toBe('ok')
  })
})
