import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StoreError } from '../../src/ports/store-error.js'
import { tamper, userKeyOf } from '../support/calls.js'
import { dayMs, hourMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { createNotifiedWorld, refusing } from '../support/notified-world.js'
import { createSignedIn, many, once, passkey } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import type { StoreWrite } from './faulty-world.js'
import { connectionLost, processWith, processWithFirst } from './faulty-world.js'

const ada = { actor: admin, user: 'ada' }

// Timers run ahead, so that no pause takes time.
beforeEach(() => void vi.useFakeTimers().setTimerTickMode('nextTimerAsync'))
afterEach(() => void vi.useRealTimers())

describe('a write that is still on its way', () => {
  it('does not spend the pass behind a refused sign-in', async () => {
    const { world, code, tap, arrive } = await delayed(async ({ tap }) => {
      await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
    })
    expect(await tap.signIn({ user: 'ada', code })).toMatchObject({ ok: false })
    expect(world.events.at(-1)).toMatchObject({ details: { reason: 'disabledByPolicy' } })
    expect(await arrive()).toBe(false)
    await world.tap.policy.update({ actor: admin, patch: { state: 'enabled' } })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('is fenced alike for right and wrong codes', async () => {
    const seen = []
    for (const isRight of [true, false]) {
      const { tap, code, written } = await delayed(async ({ tap }) => {
        await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
      })
      await tap.signIn({ user: 'ada', code: isRight ? code : wrongCode() })
      seen.push(written.map(([{ kind }]) => kind))
    }
    expect(seen[0]).toEqual(['user', 'user'])
    expect(seen[1]).toEqual(seen[0])
  })

  it('does not register a credential behind a refused registration', async () => {
    const world = await createSignedIn({}, many)
    const { grant } = world.result
    let late: StoreWrite | undefined
    const tap = processWithFirst(world, async (...write) => {
      late = write
      await world.tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
      return connectionLost()
    })
    const refused = await tap.registrations.complete({ grant, credential: passkey() })
    expect(refused).toMatchObject({ ok: false, reason: 'disabledByPolicy' })
    expect(late && (await world.store.compareAndSet(...late))).toBe(false)
    expect(await world.tap.registrations.list(ada)).toEqual([])
  })

  it('brings back no pass of a user who was forgotten, or never had one', async () => {
    for (const user of ['ada', 'left']) {
      const world = createWorld({ users: [...createWorld().users.values(), { id: 'left', isEnabled: true }] })
      const late: StoreWrite[] = []
      const givingUp = processWith(world, async (...write) => {
        late.push(write)
        throw new StoreError('notWritten', new Error('It lands all the same'))
      })
      await expect(givingUp.passes.create({ actor: admin, user })).rejects.toMatchObject({ code: 'TAP_PORT_FAILED' })
      if (user === 'left') world.users.delete('left')
      const forgetting = world.tap.users.forget({ actor: admin, user })
      if (user === 'left') await expect(forgetting).rejects.toMatchObject({ code: 'TAP_USER_NOT_FOUND' })
      else await forgetting
      for (const write of late) expect(await world.store.compareAndSet(...write)).toBe(false)
      expect((await world.tap.passes.list({ actor: admin })).items).toEqual([])
    }
  })

  it('brings back no pass behind "no such pass"', async () => {
    const world = createWorld()
    const late: StoreWrite[] = []
    const givingUp = processWith(world, async (...write) => {
      late.push(write)
      throw new StoreError('notWritten', new Error('It lands all the same'))
    })
    await expect(givingUp.passes.create(ada)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED' })
    await expect(world.tap.passes.delete(ada)).rejects.toMatchObject({ code: 'TAP_PASS_NOT_FOUND' })
    for (const write of late) expect(await world.store.compareAndSet(...write)).toBe(false)
  })
})

describe('users.forget of an unknown user', () => {
  it('says not found each time, and keeps one empty document for a day', async () => {
    const world = createWorld()
    const left = { actor: admin, user: 'left' }
    for (const _ of [1, 2])
      await expect(world.tap.users.forget(left)).rejects.toMatchObject({ code: 'TAP_USER_NOT_FOUND' })
    const row = await world.row('left')
    expect(row?.retainUntilMs).toBe(world.clock.now() + dayMs)
    expect(JSON.parse(row?.body ?? '')).toMatchObject({
      userId: 'left',
      wrongCodes: { consecutive: 0 },
      registrations: [],
    })
  })

  it('writes nothing for an actor without the permission', async () => {
    const world = createWorld()
    const actor = { kind: 'app', id: 'stranger', permissions: [] } as const
    const forgetting = world.tap.users.forget({ actor, user: 'left' })
    await expect(forgetting).rejects.toMatchObject({ code: 'TAP_NOT_AUTHORIZED' })
    expect(await world.row('left')).toBeUndefined()
  })
})

describe('a write that more writes have followed than a document remembers', () => {
  it('ends passes.create as busy, and does not bring back the pass that was deleted', async () => {
    const world = createWorld({ policy: { isUsableOnce: false } })
    await world.issue()
    const tap = processWithFirst(world, async (...write) => {
      await world.store.compareAndSet(...write)
      for (const index of Array.from({ length: 7 }).keys()) await world.enter(wrongCode(index))
      await world.tap.passes.delete(ada)
      connectionLost()
    })
    await expect(tap.passes.create(ada)).rejects.toMatchObject({ code: 'TAP_BUSY', outcome: 'unknown' })
    expect(await world.tap.passes.get(ada)).toBeUndefined()
  })

  it('ends passes.create as busy when the user was forgotten meanwhile', async () => {
    const world = createWorld()
    const tap = processWithFirst(world, async (...write) => {
      await world.store.compareAndSet(...write)
      for (const index of Array.from({ length: 7 }).keys()) await world.enter(wrongCode(index))
      await world.tap.users.forget(ada)
      connectionLost()
    })
    await expect(tap.passes.create(ada)).rejects.toMatchObject({ code: 'TAP_BUSY', outcome: 'unknown' })
    expect(await world.tap.passes.get(ada)).toBeUndefined()
  })

  it('ends passes.create as busy when the document was unreadable meanwhile, and was replaced', async () => {
    const world = createWorld()
    const tap = processWithFirst(world, async (...write) => {
      await world.store.compareAndSet(...write)
      await tamper(world, userKeyOf(world))
      await world.tap.passes.delete(ada)
      return connectionLost()
    })
    await expect(tap.passes.create(ada)).rejects.toMatchObject({ code: 'TAP_BUSY', outcome: 'unknown' })
    expect((await world.tap.passes.list({ actor: admin })).items).toEqual([])
  })

  it('is found while the document still remembers it', async () => {
    const world = createWorld()
    const tap = processWithFirst(world, async (...write) => {
      await world.store.compareAndSet(...write)
      for (const index of Array.from({ length: 7 }).keys()) await world.enter(wrongCode(index))
      connectionLost()
    })
    const { id } = await tap.passes.create(ada)
    expect(await world.tap.passes.get(ada)).toMatchObject({ id })
    expect((await world.tap.users.explain(ada)).wrongCodes).toBe(7)
  })

  it('is found when the store says that it lost, before others push it out during the pause', async () => {
    const world = createWorld()
    const { id } = await world.issue()
    let isDenied = false
    const tap = processWith(world, async (...write) => {
      const isWritten = await world.store.compareAndSet(...write)
      if (isDenied) return isWritten
      isDenied = true
      setTimeout(() => void others(), 0)
      return false
    })
    async function others(): Promise<void> {
      for (const _ of Array.from({ length: 8 })) await world.tap.users.unlock({ ...ada, justification: 'another' })
    }
    const guessing = tap.signIn({ user: 'ada', code: wrongCode() })
    await Promise.all([guessing.catch(() => undefined), vi.advanceTimersByTimeAsync(20)])
    const { pass } = JSON.parse((await world.row())?.body ?? '')
    expect([pass.id, pass.wrongCodes]).toEqual([id, 1])
  })

  it('is not confused with lost races: a call that loses twelve in a row succeeds', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', once)
    let races = 12
    const tap = processWith(world, async (...write) => {
      if (races === 0) return world.store.compareAndSet(...write)
      races -= 1
      await world.tap.users.unlock({ ...ada, justification: 'another call' })
      return world.store.compareAndSet(...write)
    })
    expect(await tap.signIn({ user: 'ada', code })).toMatchObject({ ok: true })
  })

  it('is not pushed out by notices that are delivered', async () => {
    const world = createNotifiedWorld()
    world.deliver(refusing)
    const tap = processWithFirst(world, async (...write) => {
      await world.store.compareAndSet(...write)
      for (const index of Array.from({ length: 7 }).keys()) {
        await world.enter(wrongCode(index))
        world.clock.advance(hourMs)
        await world.tap.maintenance.sendNotices()
      }
      connectionLost()
    })
    const { id } = await tap.passes.create(ada)
    expect(await world.tap.passes.get(ada)).toMatchObject({ id })
    expect(world.notices.length).toBeGreaterThan(6)
  })

  it('is a delivery that is not made twice when its answer is lost', async () => {
    const world = createNotifiedWorld()
    const tap = processWithFirst(world, world.store.compareAndSet)
    await tap.passes.create(ada)
    let losses = 1
    const delivering = processWith(world, async (...write) => {
      const isWritten = await world.store.compareAndSet(...write)
      if (losses-- > 0) connectionLost()
      return isWritten
    })
    await world.settle()
    await delivering.maintenance.sendNotices()
    expect(await world.waiting()).toBe(0)
    expect(world.notices).toHaveLength(1)
  })
})

describe('a call that gives up', () => {
  it('says that nothing has changed if it has sent nothing', async () => {
    // The slow hash takes real time, in which timers that run ahead would end.
    vi.useRealTimers()
    const full = createWorld({ hashing: { concurrency: 1, queue: 0 }, policy: { defaultLength: 8 } })
    const ends = await Promise.allSettled([full.issue('ada'), full.issue('bob')])
    expect(ends).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'TAP_BUSY', outcome: 'unchanged' } }])
  })
})

/** A one-time pass, and a process whose first write is held back while `meanwhile` runs in another process. */
async function delayed(meanwhile: (world: World) => Promise<void>) {
  const world = createWorld()
  const { temporaryAccessPass: code } = await world.issue('ada', once)
  const written: StoreWrite[] = []
  const tap = processWith(world, async (...write) => {
    written.push(write)
    if (written.length > 1) return world.store.compareAndSet(...write)
    await meanwhile(world)
    return connectionLost()
  })
  const arrive = async (): Promise<boolean> => world.store.compareAndSet(...(written[0] as StoreWrite))
  return { world, code, tap, written, arrive }
}
