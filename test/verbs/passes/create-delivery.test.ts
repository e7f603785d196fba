import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../../adapters/memory/index.js'
import type { TapEventOf } from '../../../src/core/event/event.js'
import type { Delivery } from '../../../src/ports/deliverer.js'
import type { Address, DeliveryChannel } from '../../../src/ports/directory.js'
import { eventsOf, failureOf } from '../../support/calls.js'
import { minuteMs } from '../../support/clock.js'
import { alteredStore } from '../../support/spies.js'
import type { World, WorldOptions } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'

const channels: readonly DeliveryChannel[] = ['email', 'sms', 'voice', 'post', 'print']
const addresses: readonly Address[] = [
  { channel: 'email', value: 'ada@example.com' },
  { channel: 'email', value: 'ada@example.net' },
  { channel: 'sms', value: '+44 20 7946 0958' },
  { channel: 'voice', value: '+44 20 7946 0959' },
  { channel: 'post', value: '12 St James’s Square, London' },
]
const toAda = { actor: admin, user: 'ada' }
const byMail = { ...toAda, deliverTo: 'email' } as const

describe.each(channels)('a pass delivered by %s', (deliverTo) => {
  it('is sent only to addresses of its channel, and its code works', async () => {
    const { tap, enter, deliveries } = delivering()
    const pass = await tap.passes.create({ ...toAda, deliverTo })
    expect(deliveries).toMatchObject([
      { channel: deliverTo, tenantId: 'default', userId: 'ada', pass: { id: pass.id } },
    ])
    expect(deliveries[0]?.addresses).toEqual(addresses.filter(({ channel }) => channel === deliverTo))
    expect(await enter(codeOf(deliveries))).toBe('signedIn')
  })

  it('emits one event, which names the channel', async () => {
    const world = delivering()
    const emitted = await eventsOf(world, () => world.tap.passes.create({ ...toAda, deliverTo }))
    expect(emitted).toMatchObject([{ type: 'pass.created', details: { deliveredTo: deliverTo } }])
  })

  it('leaks the code into no result, event or stored document', async () => {
    const world = delivering()
    const pass = await world.tap.passes.create({ ...toAda, deliverTo })
    expect('temporaryAccessPass' in pass).toBe(false)
    expectNoCode(codeOf(world.deliveries), [pass, world.events, await world.row(), await world.tap.passes.get(toAda)])
  })
})

describe('the lifetime of a delivered pass', () => {
  it('obeys the channel limit, even below the minimum of the policy', async () => {
    const { tap } = delivering({ policy: { minimumLifetimeInMinutes: 60, defaultLifetimeInMinutes: 90 } })
    expect((await tap.passes.create({ ...toAda, deliverTo: 'sms' })).lifetimeInMinutes).toBe(10)
    expect((await tap.passes.create({ ...toAda, deliverTo: 'email' })).lifetimeInMinutes).toBe(90)
  })

  it('is refused with its bounds if it is too long', async () => {
    const { tap, deliveries } = delivering()
    const failure = await failureOf(tap.passes.create({ ...toAda, deliverTo: 'sms', lifetimeInMinutes: 11 }))
    expect(failure).toMatchObject({
      code: 'TAP_POLICY_VIOLATION',
      issues: [{ code: 'channelLifetime', field: 'lifetimeInMinutes', minimum: 10, maximum: 10 }],
    })
    expect(deliveries).toEqual([])
  })

  it('counts from now: a later start shortens it', async () => {
    const { tap, clock } = delivering()
    const startDateTime = new Date(clock.now() + 4 * minuteMs)
    expect((await tap.passes.create({ ...toAda, deliverTo: 'voice', startDateTime })).lifetimeInMinutes).toBe(6)
  })
})

describe('a pass is not created', () => {
  it('for a user without an address on the channel', async () => {
    const world = delivering()
    const call = world.tap.passes.create({ actor: admin, user: 'bob', deliverTo: 'sms' })
    await expect(call).rejects.toMatchObject({ issues: [{ code: 'noAddress', field: 'deliverTo' }] })
    expect([world.deliveries, await world.row('bob')]).toEqual([[], undefined])
  })

  it('by a tap without a deliverer', async () => {
    const { tap, row } = createWorld({ deliverer: undefined })
    const failure = await failureOf(tap.passes.create(byMail))
    expect(failure).toMatchObject({ code: 'TAP_INVALID_INPUT', issues: [{ field: 'deliverTo' }] })
    expect(await row()).toBeUndefined()
  })

  it('for an unknown channel', async () => {
    const failure = await failureOf(delivering().tap.passes.create({ ...toAda, deliverTo: 'pigeon' } as never))
    expect(failure).toMatchObject({ issues: [{ code: 'range', field: 'deliverTo' }] })
  })

  it('if the directory returns only addresses that are not valid', async () => {
    const wrong: readonly unknown[] = [
      'ada@example.com',
      [{ channel: 'pigeon', value: 'x' }],
      [{ channel: 'sms' }],
      [null],
    ]
    for (const addresses of wrong) {
      const world = delivering()
      world.users.set('ada', { id: 'ada', isEnabled: true, addresses: addresses as Address[] })
      await expect(world.tap.passes.create(byMail)).rejects.toMatchObject({ issues: [{ code: 'noAddress' }] })
    }
  })
})

describe('a delivery that fails', () => {
  it('leaves neither the new pass nor the old one, and emits one event', async () => {
    const world = delivering({ deliverer: async () => fail() })
    const before = await world.issue()
    const emitted = await eventsOf(world, async () => {
      const failure = await failureOf(world.tap.passes.create(byMail))
      expect(failure).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'deliverer', operation: 'deliver' })
    })
    const [{ details }] = emitted as [TapEventOf<'call.failed'>]
    expect(emitted).toMatchObject([{ type: 'call.failed', details: { code: 'TAP_PORT_FAILED' } }])
    expect(details.replacedPassId).toBe(before.id)
    expect(details.passId).toMatch(/^[0-9a-f-]{36}$/)
    expect(details.passId).not.toBe(before.id)
    expect(await world.tap.passes.get(toAda)).toBeUndefined()
    expect(await world.enter(before.temporaryAccessPass)).toBe('noPass')
  })

  it('leaks the code into no error, even if the deliverer quotes it', async () => {
    let code = ''
    const world = delivering({
      deliverer: ({ pass }) => {
        code = pass.temporaryAccessPass
        throw Object.assign(new Error(`552 rejected: ${code}`, { cause: pass }), { config: { data: code } })
      },
    })
    const failure = await failureOf(world.tap.passes.create(byMail))
    expectNoCode(code, [failure, world.events])
    expect(await world.enter(code)).toBe('noPass')
  })

  it('keeps the wrong codes that were counted', async () => {
    const world = delivering({ deliverer: async () => fail() })
    await world.issue()
    await world.enter('Z'.repeat(48))
    await failureOf(world.tap.passes.create(byMail))
    expect((await world.tap.users.explain(toAda)).wrongCodes).toBe(1)
  })

  it('does not delete a newer pass', async () => {
    const world = createWorld()
    world.users.set('ada', { id: 'ada', isEnabled: true, addresses })
    let replacing = ''
    const tap = world.another({
      deliverer: async () => {
        replacing = (await world.issue()).temporaryAccessPass
        fail()
      },
    })
    await expect(tap.passes.create(byMail)).rejects.toMatchObject({ port: 'deliverer' })
    expect(await world.enter(replacing)).toBe('signedIn')
  })

  it('is the error of the call, even if the pass cannot be deleted', async () => {
    const store = memoryStore()
    let isDown = false
    const world = delivering({
      store: alteredStore(store, {
        read: async (keys) => {
          if (isDown) throw new Error('No route to host')
          return store.read(keys)
        },
      }),
      deliverer: async () => {
        isDown = true
        fail()
      },
    })
    await expect(world.tap.passes.create(byMail)).rejects.toMatchObject({ port: 'deliverer' })
  })

  describe('because it takes too long', () => {
    afterEach(() => {
      vi.useRealTimers()
    })

    it('deletes the pass after five seconds', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const world = delivering({ deliverer: () => new Promise(() => {}) })
      const failure = failureOf(world.tap.passes.create(byMail))
      await vi.advanceTimersByTimeAsync(4_999)
      expect(await world.row()).toBeDefined()
      expect((await world.tap.passes.get(toAda))?.isUsable).toBe(true)
      await vi.advanceTimersByTimeAsync(1)
      expect(await failure).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'deliverer' })
      expect(await world.tap.passes.get(toAda)).toBeUndefined()
    })
  })
})

describe('a failing event after a delivery', () => {
  it('deletes the pass, so that no code works without a record', async () => {
    let isFull = false
    let tellings = 0
    const world = delivering({
      events: () => {
        if (!isFull) return
        tellings += 1
        throw new Error('The log is full')
      },
    })
    isFull = true
    await expect(world.tap.passes.create(byMail)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'events' })
    expect(tellings).toBe(1)
    isFull = false
    expect(await world.enter(codeOf(world.deliveries))).toBe('noPass')
  })

  it('is the error of the call, even if the pass cannot be deleted', async () => {
    const store = memoryStore()
    let isDown = false
    const world = delivering({
      store: alteredStore(store, { read: async (keys) => (isDown ? fail() : store.read(keys)) }),
      events: () => {
        isDown = true
        fail()
      },
    })
    await expect(world.tap.passes.create(byMail)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'events' })
  })

  it('does not delete a newer pass', async () => {
    const world = createWorld()
    world.users.set('ada', { id: 'ada', isEnabled: true, addresses })
    let replacing = ''
    const tap = world.another({
      events: async () => {
        replacing = (await world.issue()).temporaryAccessPass
        fail()
      },
    })
    await expect(tap.passes.create(byMail)).rejects.toMatchObject({ port: 'events' })
    expect(await world.enter(replacing)).toBe('signedIn')
  })
})

function fail(): never {
  throw new Error('The mail server is down')
}

interface DeliveringWorld extends World {
  readonly deliveries: readonly Delivery[]
}

/** Ada has addresses on every channel, Bob has none. */
function delivering(options: WorldOptions = {}): DeliveringWorld {
  const deliveries: Delivery[] = []
  const world = createWorld({ deliverer: async (delivery) => void deliveries.push(delivery), ...options })
  world.users.set('ada', { id: 'ada', isEnabled: true, addresses })
  return { ...world, deliveries }
}

function codeOf([delivery]: readonly Delivery[]): string {
  if (!delivery) throw new Error('Nothing was delivered')
  return delivery.pass.temporaryAccessPass
}

/** Neither a log nor a debugger shows it. */
function expectNoCode(code: string, values: readonly unknown[]): void {
  expect(code).toMatch(/^[\w-]{48,}$/)
  for (const value of values) {
    const printed = `${inspect(value, { showHidden: true, depth: 9 })} ${JSON.stringify(value)}`
    expect(printed).not.toContain(code)
    expect(printed).not.toContain(code.replaceAll('-', ''))
  }
}
