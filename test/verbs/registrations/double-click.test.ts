import { describe, expect, it } from 'vitest'
import { revealRefusal } from '../../../src/core/sign-in/refusal.js'
import type { SignInInput, SignInResult } from '../../../src/core/sign-in/sign-in.js'
import { minuteMs, secondMs } from '../../support/clock.js'
import type { SignedIn } from '../../support/signed-in.js'
import { createSignedIn, once, outcomeOf, passkey } from '../../support/signed-in.js'
import { admin, createWorld, wrongCode } from '../../support/world.js'

const press = { attemptId: 'press-of-the-button', clientBinding: 'browser-1' }
const outcome = (result: SignInResult): string => (result.ok ? 'signedIn' : revealRefusal(result))

async function pressed(spendOn: 'signIn' | 'registration', said: Partial<SignInInput> = press): Promise<SignedIn> {
  return createSignedIn({ policy: { spendOn } }, once, said)
}

async function again({ tap, code }: SignedIn, said: Partial<SignInInput> = {}): Promise<SignInResult> {
  return tap.signIn({ user: 'ada', code, ...press, ...said })
}

describe.each(['signIn', 'registration'] as const)('a second press of the button, of a pass spent on %s', (spendOn) => {
  it('returns the same sign-in within a minute, and both grants are valid', async () => {
    const world = await pressed(spendOn)
    world.clock.advance(60 * secondMs - 1)
    const result = await again(world)
    expect(result).toMatchObject({ ok: true, signIn: world.result.signIn })
    for (const answer of [world.result, result]) {
      if (!answer.ok) continue
      const shown = { grant: answer.grant, purpose: 'registerPasskey', clientBinding: 'browser-1' } as const
      expect(outcomeOf(await world.tap.grants.verify(shown))).toBe('ok')
    }
  })

  it('gives no more time to register', async () => {
    const world = await pressed(spendOn)
    world.clock.advance(30 * secondMs)
    expect(await again(world)).toMatchObject({
      signIn: { registrationDeadline: world.result.signIn.registrationDeadline },
    })
  })

  it('is an ordinary sign-in after a minute, or with another binding or attempt', async () => {
    const like = spendOn === 'signIn' ? 'oneTimeUsed' : 'signedIn'
    const late = await pressed(spendOn)
    late.clock.advance(60 * secondMs)
    expect(outcome(await again(late))).toBe(like)
    const another = await pressed(spendOn)
    expect(outcome(await again(another, { attemptId: 'another-press-of-it' }))).toBe(like)
    const elsewhere = await pressed(spendOn)
    const refusal = spendOn === 'signIn' ? 'oneTimeUsed' : 'inRegistration'
    expect(outcome(await again(elsewhere, { clientBinding: 'browser-2' }))).toBe(refusal)
    expect(outcome(await again(elsewhere, { clientBinding: undefined }))).toBe(refusal)
  })

  it('is refused with a wrong code', async () => {
    const world = await pressed(spendOn)
    const refusal = spendOn === 'signIn' ? 'oneTimeUsed' : 'wrongCode'
    expect(outcome(await again(world, { code: wrongCode }))).toBe(refusal)
  })

  it('needs an attempt id', async () => {
    const world = await pressed(spendOn, { clientBinding: 'browser-1' })
    const grantBefore = world.result.grant
    const result = await again(world, { attemptId: undefined })
    expect(outcome(result)).toBe(spendOn === 'signIn' ? 'oneTimeUsed' : 'signedIn')
    const shown = { grant: grantBefore, purpose: 'session', clientBinding: 'browser-1' } as const
    expect(outcomeOf(await world.tap.grants.verify(shown))).toBe(spendOn === 'signIn' ? 'ok' : 'superseded')
  })

  it('is refused for a pass that is gone, replaced or forbidden, and for a disabled user', async () => {
    const falls: readonly ((world: SignedIn) => Promise<unknown>)[] = [
      ({ tap }) => tap.passes.delete({ actor: admin, user: 'ada' }),
      ({ issue }) => issue(),
      ({ tap }) => tap.policy.update({ actor: admin, patch: { state: 'disabled' } }),
      ({ tap }) => tap.policy.update({ actor: admin, patch: { excludeTargets: [{ targetType: 'user', id: 'ada' }] } }),
      async ({ users }) => users.set('ada', { id: 'ada', isEnabled: false }),
      async ({ users }) => users.set('ada', { id: 'ada', isEnabled: true, type: 'externalGuest' }),
    ]
    for (const fall of falls) {
      const world = await pressed(spendOn)
      await fall(world)
      expect((await again(world)).ok).toBe(false)
    }
  })

  it('is refused after the end of the pass', async () => {
    const world = createWorld({ policy: { spendOn } })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true, lifetimeInMinutes: 10 })
    world.clock.advance(10 * minuteMs - 1)
    expect(outcome(await world.tap.signIn({ user: 'ada', code, ...press }))).toBe('signedIn')
    world.clock.advance(1)
    expect((await world.tap.signIn({ user: 'ada', code, ...press })).ok).toBe(false)
  })

  it('returns the same sign-in when both arrive at once, in one process or two', async () => {
    for (const count of [1, 2]) {
      const world = createWorld({ policy: { spendOn } })
      const { temporaryAccessPass: code } = await world.issue('ada', once)
      const taps = [world.tap, count === 1 ? world.tap : world.another()]
      const results = await Promise.all(taps.map((tap) => tap.signIn({ user: 'ada', code, ...press })))
      const grants = results.map((result) => (result.ok ? result.grant : revealRefusal(result)))
      // Of two sign-ins the later would have superseded the earlier.
      for (const grant of grants) {
        const shown = { grant, purpose: 'registerPasskey', clientBinding: 'browser-1' } as const
        expect(outcomeOf(await world.tap.grants.verify(shown))).toBe('ok')
      }
      expect(new Set(results.map((result) => JSON.stringify(result.ok && result.signIn))).size).toBe(1)
    }
  })
})

describe('a second press after the credential is registered', () => {
  it('within the minute returns the same sign-in; a new one is refused', async () => {
    const world = await pressed('registration')
    const { grant } = world.result
    await world.tap.registrations.complete({ grant, credential: passkey(), clientBinding: 'browser-1' })
    expect(outcome(await again(world))).toBe('signedIn')
    expect(outcome(await again(world, { attemptId: 'another-press-of-it' }))).toBe('oneTimeUsed')
  })
})
