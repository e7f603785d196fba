import { describe, expect, it } from 'vitest'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import { eventsOf, policyKeyOf, tamper, userKeyOf } from '../support/calls.js'
import { hourMs, minuteMs, secondMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { admin, createWorld } from '../support/world.js'

describe('signIn', () => {
  it('returns who signed in with which pass, and until when', async () => {
    const world = createWorld({ policy: { registrationWindowInMinutes: 10 } })
    const { id, temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true, lifetimeInMinutes: 60 })
    world.clock.advance(5 * minuteMs)
    const now = world.clock.now()
    const emitted = await eventsOf(world, async () => {
      expect(await world.tap.signIn({ user: 'Ada@Example.com', code })).toEqual({
        ok: true,
        grant: expect.any(String),
        signIn: {
          userId: 'ada',
          passId: id,
          isUsableOnce: true,
          authenticatedAt: new Date(now),
          notAfter: new Date(now + 55 * minuteMs),
          registrationDeadline: new Date(now + 10 * minuteMs),
          surface: 'browser',
          amr: ['otp', 'temporary-access-pass'],
          acr: 'aal1',
          allowedActions: expect.any(Array),
          requiredActions: [],
          isSecondCredentialRecommended: true,
        },
      })
    })
    expect(emitted).toMatchObject([{ type: 'signIn.succeeded', userId: 'ada', details: { passId: id } }])
  })

  it('ends registration at the end of the pass at the latest', async () => {
    const { tap, issue, clock } = createWorld()
    const { temporaryAccessPass: code, endDateTime } = await issue('ada', { isUsableOnce: true })
    clock.advance(hourMs - 1)
    expect(await tap.signIn({ user: 'ada', code })).toMatchObject({ signIn: { registrationDeadline: endDateTime } })
  })

  it('opens a one-time pass once and a multi-use pass as often as its window lasts', async () => {
    const { issue, enter } = createWorld()
    const once = await issue('ada', { isUsableOnce: true })
    expect(await enter(once.temporaryAccessPass)).toBe('signedIn')
    expect(await enter(once.temporaryAccessPass)).toBe('oneTimeUsed')
    const often = await issue('bob')
    for (const _ of [1, 2, 3]) expect(await enter(often.temporaryAccessPass, 'bob')).toBe('signedIn')
  })

  it('accepts the code however it is typed', async () => {
    const { issue, enter } = createWorld()
    const { temporaryAccessPass: code } = await issue()
    const ways = [code.toLowerCase(), code.replaceAll('-', ' '), `\t${code}\n`, code.replaceAll('0', 'o')]
    for (const typed of [...ways, code.replaceAll('1', 'l').replaceAll('-', '\u2014')]) {
      expect(await enter(typed), typed).toBe('signedIn')
    }
  })

  it('resets the wrong codes in a row at a success, and not those of the pass', async () => {
    const policy = { wrongCodesBeforeRevocation: 4, wrongCodesBeforeLockout: 3 }
    const { tap, issue, enter } = createWorld({ policy })
    const { temporaryAccessPass: code } = await issue()
    await enter(wrongCode(1))
    await enter(wrongCode(2))
    expect(await enter(code)).toBe('signedIn')
    expect(await tap.users.explain({ actor: admin, user: 'ada' })).toMatchObject({ wrongCodes: 0, usability: 'usable' })
    await enter(wrongCode(3))
    expect(await enter(wrongCode(4))).toBe('wrongCode')
    expect(await enter(code)).toBe('revoked')
  })

  it('revokes the pass at its budget of wrong codes, and says so in the event', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeRevocation: 2, wrongCodesBeforeLockout: 100 } })
    const { id } = await world.issue()
    const emitted = await eventsOf(world, async () => {
      await world.enter(wrongCode(1))
      await world.enter(wrongCode(2))
    })
    expect(emitted.map(({ details }) => details)).toEqual([
      { reason: 'wrongCode', surface: 'browser', wrongCodes: 1, lockedOutUntil: undefined, revokedPassId: undefined },
      { reason: 'wrongCode', surface: 'browser', wrongCodes: 2, lockedOutUntil: undefined, revokedPassId: id },
    ])
  })

  it('locks for 60 s after ten wrong codes and 120 s after ten more, within the policy', async () => {
    const policy = { lockoutInSeconds: 60, maximumLockoutInSeconds: 200, wrongCodesBeforeRevocation: 100 }
    const world = createWorld({ policy: { ...policy, wrongCodesBeforeLockout: 10 } })
    const { temporaryAccessPass: code } = await world.issue()
    for (const seconds of [60, 120, 200, 200]) {
      for (let guess = 0; guess < 10; guess += 1) expect(await world.enter(wrongCode(guess))).toBe('wrongCode')
      world.clock.advance(seconds * secondMs - 1)
      expect(await world.enter(code)).toBe('lockedOut')
      world.clock.advance(1)
    }
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('neither compares nor counts during a lockout, nor for a pass that has ended', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
    const { temporaryAccessPass: code } = await world.issue()
    for (const number of [1, 2, 3]) await world.enter(wrongCode(number))
    const before = await world.row()
    for (const typed of [code, wrongCode(4)]) expect(await world.enter(typed)).toBe('lockedOut')
    expect(await world.row()).toEqual(before)
  })

  it('refuses a disabled user, a disabled policy and a pass outside the policy at once', async () => {
    const { tap, issue, enter, users } = createWorld()
    const { temporaryAccessPass: code } = await issue()
    const change = (patch: object) => tap.policy.update({ actor: admin, patch })
    await change({ isUsableOnce: true })
    expect(await enter(code)).toBe('disabledByPolicy')
    await change({ isUsableOnce: false, excludeTargets: [{ targetType: 'user', id: 'ada' }] })
    expect([await enter(code), await enter(wrongCode())]).toEqual(['outOfScope', 'outOfScope'])
    await change({ excludeTargets: [] })
    users.set('ada', { id: 'ada', isEnabled: false })
    expect([await enter(code), await enter(wrongCode())]).toEqual(['userDisabled', 'userDisabled'])
    users.set('ada', { id: 'ada', isEnabled: true })
    expect(await enter(code)).toBe('signedIn')
  })

  it('treats what was stored for another incarnation of an id as absent', async () => {
    const { issue, enter, users } = createWorld()
    users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'first' })
    const { temporaryAccessPass: code } = await issue()
    users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'second' })
    expect(await enter(code)).toBe('noPass')
    users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'first' })
    expect(await enter(code)).toBe('signedIn')
  })

  it('refuses when the document or the policy was tampered with, or its key is gone', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const elsewhere = world.another({ keys: [{ id: 'other', secret: new Uint8Array(32) }] })
    const refusal = await elsewhere.signIn({ user: 'ada', code })
    expect(refusal.ok ? 'signedIn' : revealRefusal(refusal)).toBe('keyMissing')
    await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 4 } })
    await tamper(world, policyKeyOf(world))
    expect(await world.enter(code)).toBe('tampered')
    await world.tap.policy.reset({ actor: admin })
    await tamper(world, userKeyOf(world))
    expect(await world.enter(code)).toBe('tampered')
  })

  it.each([
    ['no code', { user: 'ada' }],
    ['an empty name', { user: '', code: 'x' }],
    ['a name that is too long', { user: 'x'.repeat(513), code: 'x' }],
    ['a code of nothing but dashes', { user: 'ada', code: '-- --' }],
    ['a code that is too long', { user: 'ada', code: '0'.repeat(49) }],
    ['a code in halves of characters', { user: 'ada', code: '\ud800' }],
    ['a getter that throws', Object.defineProperty({ code: 'x' }, 'user', { get: () => nothing(), enumerable: true })],
  ])('answers %s with the refusal that everything gets, and one event', async (_, input) => {
    const world = createWorld()
    let refusal: object = {}
    const emitted = await eventsOf(world, async () => {
      refusal = await world.tap.signIn(input as never)
    })
    expect(Object.keys(refusal)).toEqual(['ok', 'message', 'messageId', 'messageParameters', 'correlationId'])
    expect(emitted).toMatchObject([{ type: 'signIn.refused', details: { reason: 'malformedCode', wrongCodes: 0 } }])
  })

  it('leaves a one-time pass spent when the sink fails, and refuses the sign-in', async () => {
    let isDown = false
    const world = createWorld({
      events: () => {
        if (isDown) throw new Error('The log is full')
      },
    })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    isDown = true
    await expect(world.tap.signIn({ user: 'ada', code })).rejects.toMatchObject({ port: 'events' })
    isDown = false
    expect(await world.enter(code)).toBe('oneTimeUsed')
  })

  it('is refused at once when 256 attempts are in flight, and changes nothing', async () => {
    let release: () => void = () => undefined
    const open = new Promise<void>((resolve) => {
      release = resolve
    })
    let reads = 0
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const tap = world.another({
      store: {
        ...world.store,
        read: async (keys) => {
          reads += 1
          await open
          return world.store.read(keys)
        },
      },
    })
    const source = '192.0.2.1'
    const inFlight = Array.from({ length: 256 }, (_, index) =>
      tap.signIn({ user: 'unknown', code: wrongCode(index), source: `192.0.2.${index}` }),
    )
    for (const typed of [code, wrongCode()]) {
      await expect(tap.signIn({ user: 'ada', code: typed, source })).rejects.toMatchObject({
        code: 'TAP_BUSY',
        retryAfterInSeconds: expect.any(Number),
      })
    }
    expect(reads).toBe(256)
    release()
    await Promise.all(inFlight)
    expect(await tap.signIn({ user: 'ada', code })).toMatchObject({ ok: true })
  })
})

function nothing(): never {
  throw new Error('A getter was read')
}
