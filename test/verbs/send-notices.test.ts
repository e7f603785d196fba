import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Directory, DirectoryUser } from '../../src/ports/directory.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'
import type { NotifiedWorld } from '../support/notified-world.js'
import { createNotifiedWorld, emails, hanging, refusing, taken } from '../support/notified-world.js'
import { alteredStore } from '../support/spies.js'
import type { WorldOptions } from '../support/world.js'
import { admin, seededBytes } from '../support/world.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Creates a world in which the notice of Ada's pass failed once, a minute ago. */
async function undelivered(options: WorldOptions = {}): Promise<NotifiedWorld> {
  const world = createNotifiedWorld(options)
  world.deliver(refusing)
  await world.issue()
  await world.settle()
  world.notices.length = 0
  world.clock.advance(minuteMs)
  return world
}

describe('sendNotices', () => {
  it('retries after 1, 5 and 30 minutes, then every hour, and not earlier', async () => {
    const world = await undelivered()
    world.clock.advance(-minuteMs)
    const triedAfterMs: number[] = []
    const startMs = world.clock.now()
    for (let minute = 0; minute <= 220; minute += 1) {
      const before = world.notices.length
      expect(await world.sendAll()).toEqual({ sent: 0, remaining: 1 })
      if (world.notices.length > before) triedAfterMs.push((world.clock.now() - startMs) / minuteMs)
      world.clock.advance(minuteMs)
    }
    expect(triedAfterMs).toEqual([1, 6, 36, 96, 156, 216])
    expect(new Set(world.notices.map(({ id }) => id)).size).toBe(1)
  })

  it('delivers exactly the due notices, page by page, in every tenant', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `person-${index}`)
    const world = createNotifiedWorld({ users: names.map((id) => ({ id, isEnabled: true, addresses: emails })) })
    world.deliver(refusing)
    const other = world.tap.forTenant('other')
    for (const user of names.slice(0, 4)) await world.issue(user)
    for (const user of names.slice(2, 6)) await other.passes.create({ actor: admin, user })
    await world.settle()
    world.clock.advance(minuteMs)
    for (const user of names.slice(6)) await world.issue(user)
    await world.settle()
    world.notices.length = 0
    world.deliver(taken)
    expect(await world.sendAll(2)).toEqual({ sent: 8, remaining: 3 })
    const told = world.notices.map(({ tenantId, userId }) => `${tenantId} ${userId}`).toSorted()
    expect(told).toEqual([
      ...names.slice(0, 4).map((name) => `default ${name}`),
      ...names.slice(2, 6).map((name) => `other ${name}`),
    ])
    expect(await world.sendAll(3)).toEqual({ sent: 0, remaining: 3 })
  })

  it('uses the current addresses of the directory', async () => {
    const world = await undelivered()
    const addresses = [{ channel: 'email', value: 'ada@new.example' }] as const
    world.users.set('ada', { id: 'ada', isEnabled: false, addresses })
    world.deliver(taken)
    expect(await world.sendAll()).toEqual({ sent: 1, remaining: 0 })
    expect(world.notices).toMatchObject([{ addresses }])
  })

  it.each([
    ['who was deleted', undefined],
    ['who has no address', { id: 'ada', isEnabled: true }],
    ['whose id has a new user', { id: 'ada', isEnabled: true, incarnation: 'second', addresses: emails }],
  ] satisfies readonly (readonly [string, DirectoryUser | undefined])[])(
    'drops the notices for a user %s',
    async (_, user) => {
      const world = await undelivered()
      world.deliver(taken)
      if (user) world.users.set('ada', user)
      else world.users.delete('ada')
      expect(await world.sendAll()).toEqual({ sent: 0, remaining: 0 })
      expect(world.notices).toEqual([])
      expect(await world.waiting()).toBe(0)
    },
  )

  it('keeps a notice when the directory fails, and continues with the next user', async () => {
    let isDown = false
    const directory: Directory = {
      async findUser({ user }) {
        if (isDown && user === 'ada') throw new Error('Down')
        return { id: user, isEnabled: true, addresses: emails }
      },
    }
    const world = createNotifiedWorld({ directory })
    world.deliver(refusing)
    await world.issue('ada')
    await world.issue('bob')
    await world.settle()
    world.notices.length = 0
    world.deliver(taken)
    world.clock.advance(minuteMs)
    isDown = true
    expect(await world.sendAll()).toEqual({ sent: 1, remaining: 1 })
    expect(world.notices.map(({ userId }) => userId)).toEqual(['bob'])
  })

  it('keeps a notice when the store fails, and continues with the next user', async () => {
    const store = memoryStore()
    let isDown = false
    const read: typeof store.read = async (keys) => {
      if (isDown && keys.some(({ id }) => id === 'ada')) throw new Error('Down')
      return store.read(keys)
    }
    const world = createNotifiedWorld({ store: alteredStore(store, { read }) })
    world.deliver(refusing)
    await world.issue('ada')
    await world.issue('ada')
    await world.issue('bob')
    await world.settle()
    world.notices.length = 0
    world.deliver(taken)
    world.clock.advance(minuteMs)
    isDown = true
    expect(await world.sendAll()).toEqual({ sent: 1, remaining: 2 })
    expect(world.notices.map(({ userId }) => userId)).toEqual(['bob'])
    isDown = false
    expect(await world.sendAll()).toEqual({ sent: 2, remaining: 0 })
  })

  it('drops a notice at the end of its retention, and not earlier', async () => {
    const world = await undelivered({ policy: { retentionInDays: 2 } })
    world.clock.advance(2 * dayMs - minuteMs - 1)
    expect(await world.sendAll()).toEqual({ sent: 0, remaining: 1 })
    expect(world.notices).toHaveLength(1)
    world.clock.advance(1)
    expect(await world.sendAll()).toEqual({ sent: 0, remaining: 0 })
    expect(await world.waiting()).toBe(0)
    expect(world.notices).toHaveLength(1)
  })

  it('delivers each notice once, however many jobs run at the same time', async () => {
    const world = await undelivered()
    world.deliver(taken)
    const taps = Array.from({ length: 50 }, (_, seed) => world.another({ randomBytes: seededBytes(1_000 + seed) }))
    const sending = Promise.all(taps.map(({ maintenance }) => maintenance.sendNotices()))
    const [pages] = await Promise.all([sending, vi.advanceTimersByTimeAsync(minuteMs)])
    expect(pages.reduce((sum, { sent }) => sum + sent, 0)).toBe(1)
    expect(world.notices).toHaveLength(1)
  })

  it('gives up on a hanging notifier after five seconds, and keeps its notice', async () => {
    const world = await undelivered()
    world.deliver(hanging)
    expect(await world.sendAll()).toEqual({ sent: 0, remaining: 1 })
    world.deliver(taken)
    world.clock.advance(5 * minuteMs)
    expect(await world.sendAll()).toEqual({ sent: 1, remaining: 0 })
  })

  it('delivers again, with the same id, when a delivered notice could not be removed', async () => {
    const store = memoryStore()
    let isDown = false
    const world = await undelivered({
      store: alteredStore(store, {
        compareAndSet: async (...write) => {
          if (isDown) throw new Error('Down')
          return store.compareAndSet(...write)
        },
      }),
    })
    world.deliver(async () => {
      isDown = true
    })
    expect(await world.sendAll()).toEqual({ sent: 0, remaining: 1 })
    isDown = false
    world.deliver(taken)
    world.clock.advance(hourMs)
    expect(await world.sendAll()).toEqual({ sent: 1, remaining: 0 })
    const [first, second] = world.notices
    expect(second?.id).toBe(first?.id)
    expect(world.notices).toHaveLength(2)
  })

  it('skips a document that was changed from outside', async () => {
    const world = await undelivered()
    const row = await world.row()
    if (!row) throw new Error('No row')
    const key = { tenantId: 'default', kind: 'user', id: 'ada' }
    const body = row.body.replace('passCreated', 'passDeleted')
    await world.store.compareAndSet(key, row.revision, { ...row, body })
    world.deliver(taken)
    expect(await world.sendAll()).toEqual({ sent: 0, remaining: 0 })
    expect(world.notices).toEqual([])
  })

  it('fails when the store does', async () => {
    const store = memoryStore()
    const scan = () => Promise.reject(new Error('Down'))
    const { tap } = createNotifiedWorld({ store: alteredStore(store, { scan }) })
    await expect(tap.maintenance.sendNotices()).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store' })
  })

  it.each([{ limit: 0 }, { limit: 10_001 }, { limit: 1.5 }, { cursor: 7 as unknown as string }])(
    'refuses %o',
    async (input) => {
      const { tap } = createNotifiedWorld()
      await expect(tap.maintenance.sendNotices(input)).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
    },
  )
})
