import { describe, expect, it } from 'vitest'
import type { TapErrorCode } from '../../src/errors.js'
import { eventsOf, failureOf, policyKeyOf, tamper } from '../support/calls.js'
import { alteredStore } from '../support/spies.js'
import type { World } from '../support/world.js'
import { createWorld } from '../support/world.js'
import type { PublicVerbUnderTest } from './every-public-verb.js'
import { everyPublicVerb, forged, shownWorld } from './every-public-verb.js'

describe.each(everyPublicVerb)('$verb emits exactly one event', (tested) => {
  const { verb, event, refusedEvent } = tested

  it('when it succeeds: its own, without an actor, about its user', async () => {
    const world = await shownWorld()
    const context = { correlationId: 'call-7', ipAddress: '192.0.2.7', userAgent: 'browser/1' }
    const told = await eventsOf(world, () => tested.call(world.tap, world.shown, { context }))
    expect(told).toEqual([
      expect.objectContaining({
        type: event,
        at: new Date(world.clock.now()),
        tenantId: 'default',
        correlationId: 'call-7',
        actor: undefined,
        userId: 'ada',
        context,
      }),
    ])
  })

  it('when it is refused', async () => {
    const world = await shownWorld()
    const told = await eventsOf(world, () => tested.call(world.tap, forged))
    expect(told).toMatchObject([{ type: refusedEvent, userId: undefined }])
  })

  it('when the stored policy was changed from outside', async () => {
    const world = await shownWorld()
    await tamper(world, policyKeyOf(world))
    const told = await eventsOf(world, () => tested.call(world.tap, world.shown))
    // A repudiation deletes the pass under any policy.
    const expected = verb === 'repudiate' ? event : refusedEvent
    expect(told.map(({ type }) => type)).toEqual([expected])
  })

  it.each(['directory', 'store', 'keys'] as const)('when the %s fails', async (port) => {
    let isDown = false
    const world = await worldOnFailing(port, () => isDown)
    isDown = true
    await expectFailure(tested, 'TAP_PORT_FAILED', world)
  })

  it('when the sink fails; only a removing call succeeds', async () => {
    let asked = 0
    let isDown = false
    const world = await shownWorld({
      events: () => {
        asked += 1
        if (isDown) throw new Error('The log is full')
      },
    })
    isDown = true
    asked = 0
    const call = tested.call(world.tap, world.shown)
    if (tested.isDoneWithoutEvent) expect(await call).toMatchObject({ ok: true })
    else await expect(call).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'events', operation: 'tell' })
    expect(asked).toBe(1)
  })
})

describe.each(everyPublicVerb)('$verb', ({ call }) => {
  it('fails when the sink fails at a refusal, because nothing was removed', async () => {
    const down = () => Promise.reject(new Error('The log is full'))
    const { tap } = createWorld({ events: down })
    expect(await failureOf(call(tap, forged))).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'events' })
  })
})

describe.each(everyPublicVerb.filter(({ mistake }) => mistake))('$verb emits exactly one event', (tested) => {
  it('when the host makes a mistake', async () => {
    await expectFailure(tested, 'TAP_INVALID_INPUT', await shownWorld(), tested.mistake)
  })
})

async function expectFailure(tested: PublicVerbUnderTest, code: TapErrorCode, world: Shown, extra?: object) {
  const call = () => tested.call(world.tap, world.shown, extra)
  const told = await eventsOf(world, async () => expect(await failureOf(call())).toMatchObject({ code }))
  expect(told.map(({ type, details }) => ({ type, details }))).toEqual([
    { type: 'call.failed', details: { call: tested.verb, code } },
  ])
  await expect(call()).rejects.toMatchObject({ code })
}

type Shown = Awaited<ReturnType<typeof shownWorld>>

async function worldOnFailing(port: 'directory' | 'store' | 'keys', isDown: () => boolean): Promise<Shown> {
  const failing = <T>(work: () => T): T => {
    if (isDown()) throw new Error('Down')
    return work()
  }
  const { store, keys, users }: World = createWorld()
  const failingKeys = port === 'keys' ? async () => failing(() => keys) : keys
  const world = await shownWorld({
    store: port === 'store' ? alteredStore(store, { read: async (asked) => failing(() => store.read(asked)) }) : store,
    keys,
    ...(port === 'directory' && { directory: { findUser: async ({ user }) => failing(() => users.get(user)) } }),
  })
  return { ...world, tap: world.another({ keys: failingKeys }) }
}
