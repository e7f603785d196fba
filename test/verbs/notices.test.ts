import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Notifier } from '../../src/ports/notifier.js'
import { minuteMs } from '../support/clock.js'
import type { NotifiedWorld } from '../support/notified-world.js'
import { createNotifiedWorld, emails, hanging, refusing, taken, throwing } from '../support/notified-world.js'
import { alteredStore } from '../support/spies.js'
import { admin, createWorld, wrongCode } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const passkey = { id: 'credential-1', type: 'passkey' }

// With fake timers, no timer runs by chance.
beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Causes one notice of every kind. */
async function everything({ tap, issue, signIn, enter, clock }: NotifiedWorld): Promise<readonly string[]> {
  const { temporaryAccessPass: code } = await issue('ada', { isUsableOnce: false })
  const { grant } = await signIn(code)
  await tap.registrations.complete({ grant, credential: passkey })
  for (let count = 0; count < 10; count += 1) await enter(wrongCode)
  clock.advance(2 * minuteMs)
  await tap.passes.delete(ada)
  return [code, grant]
}

const everyKind = ['passCreated', 'signedIn', 'credentialRegistered', 'lockedOut', 'passDeleted']

describe('a notice', () => {
  it('is sent once for a pass, a sign-in, a credential, a lockout and a deletion', async () => {
    const world = createNotifiedWorld()
    const startMs = world.clock.now()
    await everything(world)
    await world.settle()
    expect(world.notices.map(({ kind }) => kind)).toEqual(everyKind)
    expect(new Set(world.notices.map(({ id }) => id)).size).toBe(5)
    for (const notice of world.notices) {
      expect(notice).toMatchObject({ tenantId: 'default', userId: 'ada', addresses: emails })
    }
    expect(world.notices.map(({ at }) => at.getTime() - startMs)).toEqual([0, 0, 0, 0, 2 * minuteMs])
    expect(await world.waiting()).toBe(0)
    expect(await world.sendAll()).toEqual({ sent: 0, remaining: 0 })
  })

  it('is not sent for failed calls or repeated results', async () => {
    const world = createNotifiedWorld({ policy: { maximumLifetimeInMinutes: 60 } })
    const { tap, issue, enter, clock } = world
    const { temporaryAccessPass: code } = await issue()
    const once = { user: 'ada', code, attemptId: 'the press of a button', clientBinding: 'browser' }
    const first = await tap.signIn(once)
    const second = await tap.signIn(once)
    if (!first.ok || !second.ok) throw new Error('Two clicks, one sign-in')
    const completion = { grant: first.grant, credential: passkey, clientBinding: 'browser' }
    await tap.registrations.complete(completion)
    await tap.registrations.complete(completion)
    await tap.registrations.complete({ ...completion, credential: { id: 'credential-2', type: 'unheard of' } })
    await world.settle()
    world.notices.length = 0
    await issue('ada', { lifetimeInMinutes: 600 }).catch(() => undefined)
    await enter(wrongCode)
    await enter(wrongCode, 'unknown')
    await tap.passes.delete({ ...ada, passId: 'another' }).catch(() => undefined)
    await tap.users.unlock({ ...ada, justification: 'a call' })
    await tap.users.explain(ada)
    await tap.registrations.complete({ grant: 'forged', credential: passkey })
    clock.advance(minuteMs)
    await world.settle()
    expect(world.notices).toEqual([])
  })

  it.each([true, false])('of a sign-in is sent once for a double click (one-time: %s)', async (isOneTime) => {
    const world = createNotifiedWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: isOneTime })
    const once = { user: 'ada', code, attemptId: 'the press of a button', clientBinding: 'browser' }
    expect([(await world.tap.signIn(once)).ok, (await world.tap.signIn(once)).ok]).toEqual([true, true])
    await world.settle()
    expect(world.notices.filter(({ kind }) => kind === 'signedIn')).toHaveLength(1)
  })

  it('of wrong codes is sent only when they start a lockout or revoke the pass', async () => {
    const world = createNotifiedWorld({ policy: { wrongCodesBeforeLockout: 3, wrongCodesBeforeRevocation: 4 } })
    await world.issue()
    const told: (readonly string[])[] = []
    for (const afterMs of [0, 0, 0, 0, -minuteMs, 2 * minuteMs, 0]) {
      world.clock.advance(afterMs)
      const reason = await world.enter(wrongCode)
      await world.settle()
      told.push([reason, ...world.notices.splice(0).map(({ kind }) => kind)])
    }
    expect(told).toEqual([
      ['wrongCode', 'passCreated'],
      ['wrongCode'],
      ['wrongCode', 'lockedOut'],
      ['lockedOut'],
      ['lockedOut'],
      ['wrongCode', 'lockedOut'],
      ['revoked'],
    ])
  })

  it('never contains a code or a grant, neither when sent nor when stored', async () => {
    const world = createNotifiedWorld()
    world.deliver(refusing)
    const secrets = await everything(world)
    await world.settle()
    expect(world.notices).toHaveLength(5)
    const seen = [inspect(world.notices, { depth: 9 }), JSON.stringify(world.notices), inspect(await world.row())]
    const [code = '', grant = ''] = secrets
    for (const secret of [code, code.replaceAll('-', ''), grant, grant.split('.')[1] ?? '-']) {
      for (const text of seen) expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
    }
  })

  it('is never sent to a postal address, or without another address', async () => {
    const world = createNotifiedWorld()
    const addresses = [{ channel: 'post', value: '1 Main Street' }] as const
    world.users.set('ada', { id: 'ada', isEnabled: true, addresses })
    world.users.set('bob', { id: 'bob', isEnabled: true, addresses: [...addresses, ...emails] })
    await world.issue('ada')
    await world.issue('bob')
    await world.settle()
    expect(world.notices.map((notice) => [notice.userId, notice.addresses])).toEqual([['bob', emails]])
    expect((await world.row('ada'))?.body).not.toContain('notices')
  })

  it('is sent for a delivered pass, and not after a failed delivery', async () => {
    let isDelivered = true
    const world = createNotifiedWorld({
      deliverer: async () => {
        if (!isDelivered) throw new Error('The mail server is away')
      },
    })
    await world.tap.passes.create({ ...ada, deliverTo: 'email' })
    await world.settle()
    expect(world.notices.splice(0).map(({ kind }) => kind)).toEqual(['passCreated'])
    isDelivered = false
    await expect(world.tap.passes.create({ ...ada, deliverTo: 'email' })).rejects.toMatchObject({ port: 'deliverer' })
    await world.settle()
    expect([world.notices, await world.waiting()]).toEqual([[], 0])
  })

  it('of a pass whose event failed is sent by the next job, because the pass exists', async () => {
    let isDown = true
    const world = createNotifiedWorld({
      events: () => {
        if (isDown) throw new Error('The log is full')
      },
    })
    await expect(world.issue()).rejects.toMatchObject({ code: 'TAP_PORT_FAILED' })
    await world.settle()
    expect(world.notices).toEqual([])
    isDown = false
    world.clock.advance(minuteMs)
    expect(await world.sendAll()).toEqual({ sent: 1, remaining: 0 })
  })

  it('is sent exactly once for each of 50 parallel sign-ins', async () => {
    const world = createNotifiedWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
    const signing = Promise.all(Array.from({ length: 50 }, () => world.signIn(code)))
    await world.settle()
    await signing
    await world.settle()
    const ids = world.notices.filter(({ kind }) => kind === 'signedIn').map(({ id }) => id)
    expect(ids).toHaveLength(50)
    expect(new Set(ids).size).toBe(50)
    expect(await world.waiting()).toBe(0)
  })

  it('is sent 64 at a time by one process, and the job sends the rest', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `person-${index}`)
    const world = createNotifiedWorld({ users: names.map((id) => ({ id, isEnabled: true, addresses: emails })) })
    world.deliver(hanging)
    await Promise.all(names.map((name) => world.issue(name)))
    await vi.advanceTimersByTimeAsync(1)
    expect(world.notices).toHaveLength(64)
    await world.settle()
    world.deliver(taken)
    await world.issue('person-0')
    await world.settle()
    expect(world.notices).toHaveLength(65)
    world.clock.advance(minuteMs)
    expect(await world.sendAll()).toEqual({ sent: 100, remaining: 0 })
    expect(new Set(world.notices.map(({ userId }) => userId)).size).toBe(100)
  })
})

describe('a notifier that', () => {
  const bad: readonly (readonly [string, Notifier])[] = [
    ['rejects', refusing],
    ['throws', throwing],
    ['hangs', hanging],
    ['is slow', () => new Promise((resolve) => setTimeout(resolve, 4_000))],
    ['returns an invalid value', (() => 7) as unknown as Notifier],
  ]

  it.each(bad)('%s changes no result and delays no call', async (_, notifier) => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const world = createNotifiedWorld()
    world.deliver(notifier)
    // No timer runs before all results are there.
    const [code] = await everything(world)
    expect(code).toMatch(/^[0-9A-Z-]{48,}$/)
    expect(world.notices).toEqual([])
    await world.settle()
    vi.useRealTimers()
    await new Promise((resolve) => setImmediate(resolve))
    expect(world.notices).toHaveLength(5)
    expect(unhandled).not.toHaveBeenCalled()
    process.off('unhandledRejection', unhandled)
  })

  it('fails loses no notice: the next job sends it', async () => {
    const world = createNotifiedWorld()
    world.deliver(refusing)
    await everything(world)
    await world.settle()
    expect(await world.waiting()).toBe(5)
    const first = world.notices.splice(0)
    world.deliver(taken)
    world.clock.advance(minuteMs)
    expect(await world.sendAll()).toEqual({ sent: 5, remaining: 0 })
    const unsealed = ({ id, kind, at, addresses }: (typeof first)[number]) => ({ id, kind, at, addresses })
    expect(world.notices.map(unsealed)).toEqual(first.map(unsealed))
    expect(await world.waiting()).toBe(0)
  })

  it('is missing causes no stored notices', async () => {
    const world = createWorld({ users: [{ id: 'ada', isEnabled: true, addresses: emails }] })
    await world.issue()
    expect((await world.row())?.body).not.toContain('notices')
    expect(await world.tap.maintenance.sendNotices()).toEqual({ sent: 0, remaining: 0, cursor: undefined })
  })

  it('is no function is refused by createTap', () => {
    expect(() => createWorld({ notifier: 'mail' as unknown as Notifier })).toThrow('`notifier` must be a function')
  })
})

describe('the cost of a sign-in', () => {
  it('is equal for right and wrong codes, lockouts and unknown users', async () => {
    const journal: string[] = []
    const store = memoryStore()
    const counted = alteredStore(store, {
      read: (keys) => {
        journal.push(`read ${keys.length}`)
        return store.read(keys)
      },
      compareAndSet: (...write) => {
        journal.push('write')
        return store.compareAndSet(...write)
      },
    })
    let drawn = 0
    const world = createNotifiedWorld({ store: counted, policy: { wrongCodesBeforeLockout: 3 } })
    const tap = world.another({
      randomBytes: (length) => {
        drawn += 1
        return world.randomBytes(length)
      },
    })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
    const costs = []
    for (const [user, typed] of [
      ['ada', wrongCode],
      ['unknown', wrongCode],
      ['ada', code],
      ['ada', wrongCode],
      ['ada', wrongCode],
      ['ada', wrongCode],
      ['ada', code],
    ] as const) {
      await world.settle()
      journal.length = 0
      drawn = 0
      await tap.signIn({ user, code: typed })
      costs.push({ journal: [...journal], drawn })
    }
    await world.settle()
    expect(world.notices.map(({ kind }) => kind)).toEqual(['passCreated', 'signedIn', 'lockedOut'])
    // A right code draws once more, for its grant, after the write.
    const [first, ...others] = costs.map(({ drawn, journal }, index) => ({
      journal,
      drawn: drawn - (index === 2 ? 1 : 0),
    }))
    expect(first?.journal).toEqual(['read 3', 'write'])
    for (const cost of others) expect(cost).toEqual(first)
  })
})
