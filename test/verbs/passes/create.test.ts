import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { InvalidInputError, PolicyViolationError } from '../../../src/errors.js'
import { eventsOf, failureOf, tamper, userKeyOf } from '../../support/calls.js'
import { dayMs, minuteMs, secondMs } from '../../support/clock.js'
import { wrongCode } from '../../support/codes.js'
import { admin, createWorld } from '../../support/world.js'

const ada = { actor: admin, user: 'ada' }

describe('passes.create', () => {
  it("returns a pass with the policy's defaults", async () => {
    const { tap, clock } = createWorld({ policy: { defaultLifetimeInMinutes: 90, isUsableOnce: false } })
    const start = new Date(clock.now())
    const end = new Date(clock.now() + 90 * minuteMs)
    expect({ ...(await tap.passes.create(ada)) }).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      userId: 'ada',
      createdDateTime: start,
      startDateTime: start,
      endDateTime: end,
      lifetimeInMinutes: 90,
      isUsableOnce: false,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
      usability: 'usable',
      lastUsedDateTime: undefined,
      warnings: [],
    })
  })

  it('returns the requested start, lifetime and use', async () => {
    const { issue, clock } = createWorld()
    const startDateTime = new Date(clock.now() + 2 * dayMs)
    const pass = await issue('ada', { startDateTime, lifetimeInMinutes: 30, isUsableOnce: true })
    expect(pass).toMatchObject({ startDateTime, lifetimeInMinutes: 30, isUsableOnce: true, usability: 'notYetValid' })
    expect(pass.endDateTime.getTime()).toBe(startDateTime.getTime() + 30 * minuteMs)
  })

  it('returns a code that is never printed, spread or stored', async () => {
    const { issue, enter, events, row } = createWorld()
    const pass = await issue()
    const code = pass.temporaryAccessPass
    const printed = [inspect(pass, { showHidden: true, depth: 9 }), JSON.stringify(pass), JSON.stringify({ ...pass })]
    for (const text of [
      ...printed,
      JSON.stringify(structuredClone(pass)),
      JSON.stringify(events),
      inspect(await row()),
    ]) {
      expect(text).not.toContain(code)
      expect(text).not.toContain(code.replaceAll('-', ''))
    }
    expect(await enter(code)).toBe('signedIn')
  })

  it('replaces a live pass: the old code stops working, and the event names both', async () => {
    const world = createWorld()
    const first = await world.issue()
    const [emitted] = await eventsOf(world, () => world.issue())
    expect(emitted).toMatchObject({ type: 'pass.created', details: { replacedPassId: first.id } })
    expect(await world.enter(first.temporaryAccessPass)).toBe('wrongCode')
    expect((await world.tap.passes.list({ actor: admin })).items).toHaveLength(1)
  })

  it.each(['spent', 'expired', 'revoked'] as const)(
    'replaces a pass that is %s, and the new code opens',
    async (how) => {
      const world = createWorld({ policy: { wrongCodesBeforeRevocation: 1, defaultLifetimeInMinutes: 60 } })
      const first = await world.issue('ada', { isUsableOnce: true })
      if (how === 'spent') await world.enter(first.temporaryAccessPass)
      if (how === 'expired') world.clock.advance(60 * minuteMs)
      if (how === 'revoked') await world.enter(wrongCode())
      const second = await world.issue()
      expect(await world.enter(first.temporaryAccessPass)).not.toBe('signedIn')
      const third = await world.issue()
      expect(await world.enter(second.temporaryAccessPass)).not.toBe('signedIn')
      expect(third.usability).toBe('usable')
      const fourth = await world.issue()
      expect(await world.enter(fourth.temporaryAccessPass)).toBe('signedIn')
    },
  )

  it('ends a lockout, and the next lockout is twice as long', async () => {
    const { tap, issue, enter } = createWorld({ policy: { wrongCodesBeforeLockout: 3, lockoutInSeconds: 60 } })
    await issue()
    for (const _ of [1, 2, 3]) await enter(wrongCode())
    expect(await enter(wrongCode())).toBe('lockedOut')
    const second = await issue()
    expect(second.usability).toBe('usable')
    expect(await tap.users.explain(ada)).toMatchObject({ usability: 'usable', wrongCodes: 3 })
    for (const _ of [1, 2, 3]) expect(await enter(wrongCode())).toBe('wrongCode')
    const { since, until } = await tap.users.explain(ada)
    expect(Number(until) - Number(since)).toBe(120 * secondMs)
  })

  it('starts the count of the new pass at zero', async () => {
    const policy = { wrongCodesBeforeRevocation: 5, wrongCodesBeforeLockout: 100 }
    const { issue, enter } = createWorld({ policy })
    await issue()
    for (const _ of [1, 2, 3, 4]) await enter(wrongCode())
    const { temporaryAccessPass } = await issue()
    for (const _ of [1, 2, 3, 4]) expect(await enter(wrongCode())).toBe('wrongCode')
    expect(await enter(temporaryAccessPass)).toBe('signedIn')
  })

  it.each(['tampered', 'keyMissing'] as const)('replaces a document that is %s, and records it', async (how) => {
    const world = createWorld()
    await world.issue()
    const keys = [{ id: 'other', secret: new Uint8Array(32) }]
    if (how === 'tampered') await tamper(world, userKeyOf(world))
    const tap = how === 'tampered' ? world.tap : world.another({ keys })
    const [emitted] = await eventsOf(world, async () => {
      const { temporaryAccessPass: code } = await tap.passes.create(ada)
      expect(await tap.signIn({ user: 'ada', code })).toMatchObject({ ok: true })
    })
    expect(emitted).toMatchObject({ type: 'pass.created', details: { overwrote: how, replacedPassId: undefined } })
  })
})

describe('passes.create refuses', () => {
  const malformed: readonly (readonly [object, object])[] = [
    [{ user: '' }, { code: 'range', field: 'user', minimum: 1, maximum: 512 }],
    [{ user: 7 }, { code: 'type', field: 'user' }],
    [{ lifetimeInMinutes: 9 }, { code: 'range', field: 'lifetimeInMinutes', minimum: 10, maximum: 43_200 }],
    [{ lifetimeInMinutes: 43_201 }, { code: 'range', field: 'lifetimeInMinutes', minimum: 10, maximum: 43_200 }],
    [{ lifetimeInMinutes: '60' }, { code: 'type', field: 'lifetimeInMinutes' }],
    [{ lifetimeInMinutes: null }, { code: 'type', field: 'lifetimeInMinutes' }],
    [{ startDateTime: '2026-12-01T00:00:00Z' }, { code: 'type', field: 'startDateTime' }],
    [{ startDateTime: new Date(Number.NaN) }, { code: 'type', field: 'startDateTime' }],
    [{ isUsableOnce: 1 }, { code: 'type', field: 'isUsableOnce' }],
    [{ isusableonce: true }, { code: 'unknownField', field: 'isusableonce' }],
    [{ actor: undefined }, { code: 'type', field: 'actor' }],
  ]

  it.each(malformed)('%j by its field', async (wrong, issue) => {
    const { tap } = createWorld()
    const failure = await failureOf(tap.passes.create({ ...ada, ...wrong }))
    expect(failure).toBeInstanceOf(InvalidInputError)
    expect(failure).toMatchObject({ issues: [issue] })
  })

  it('every wrong field at once', async () => {
    const { tap } = createWorld()
    const wrong = { actor: { kind: 'cat' }, user: '', lifetimeInMinutes: 1, extra: 1 } as never
    const failure = await failureOf(tap.passes.create(wrong))
    const fields = failure instanceof InvalidInputError ? failure.issues.map(({ field }) => field) : []
    expect(fields.sort()).toEqual(['actor.kind', 'extra', 'lifetimeInMinutes', 'user'])
  })

  it('what the policy forbids, with every objection, and changes nothing', async () => {
    const world = createWorld({ policy: { isUsableOnce: true, maximumLifetimeInMinutes: 480 } })
    const kept = await world.issue()
    await world.tap.policy.update({ actor: admin, patch: { state: 'disabled', includeTargets: [] } })
    const startDateTime = new Date(world.clock.now() + 91 * dayMs)
    const request = { startDateTime, lifetimeInMinutes: 481, isUsableOnce: false }
    const before = await world.row()
    const failure = await failureOf(world.issue('ada', request))
    expect(failure).toBeInstanceOf(PolicyViolationError)
    expect(failure).toMatchObject({
      issues: [
        { code: 'disabled', field: 'state' },
        { code: 'outOfScope', field: 'user' },
        { code: 'lifetimeOutOfRange', field: 'lifetimeInMinutes', minimum: 10, maximum: 480 },
        { code: 'startTooLate', field: 'startDateTime' },
        { code: 'multiUseNotAllowed', field: 'isUsableOnce' },
      ],
    })
    expect(await world.row()).toEqual(before)
    expect(kept.isUsableOnce).toBe(true)
  })

  it('a guest of another organisation, but not an internal guest', async () => {
    const { issue, users } = createWorld()
    users.set('ada', { id: 'ada', isEnabled: true, type: 'externalGuest' })
    await expect(issue()).rejects.toMatchObject({ issues: [{ code: 'externalGuest', field: 'user' }] })
    users.set('ada', { id: 'ada', isEnabled: true, type: 'internalGuest' })
    expect((await issue()).isUsable).toBe(true)
  })

  it('a start more than 30 seconds in the past', async () => {
    const { issue, clock } = createWorld()
    const ago = (ms: number): Date => new Date(clock.now() - ms)
    expect((await issue('ada', { startDateTime: ago(30 * secondMs) })).startDateTime).toEqual(ago(0))
    await expect(issue('ada', { startDateTime: ago(30 * secondMs + 1) })).rejects.toMatchObject({
      issues: [{ code: 'startInPast', field: 'startDateTime' }],
    })
  })

  it('no disabled user: the pass works once the account is enabled', async () => {
    const { issue, enter, users } = createWorld()
    users.set('ada', { id: 'ada', isEnabled: false })
    const pass = await issue()
    expect(pass.usability).toBe('userDisabled')
    expect(await enter(pass.temporaryAccessPass)).toBe('userDisabled')
    users.set('ada', { id: 'ada', isEnabled: true })
    expect(await enter(pass.temporaryAccessPass)).toBe('signedIn')
  })
})
