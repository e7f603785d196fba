import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { TapOptions } from '../../src/api/options.js'
import type { NoticeKind } from '../../src/ports/notifier.js'
import { readablePart } from '../support/calls.js'
import { dayMs, hourMs } from '../support/clock.js'
import { hostileMakers } from '../support/hostile.js'
import type { NotifiedWorld } from '../support/notified-world.js'
import { createNotifiedWorld, emails } from '../support/notified-world.js'
import { alteredStore } from '../support/spies.js'
import { admin, seededBytes } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const passkey = (id: string) => ({ id, type: 'passkey' })

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

interface Planted extends NotifiedWorld {
  readonly passId: string
  readonly code: string
}

/** An attacker has signed in as Ada with a multi-use pass of an hour, and registered two passkeys. */
async function planted(options: Parameters<typeof createNotifiedWorld>[0] = {}): Promise<Planted> {
  const world = createNotifiedWorld({ policy: { retentionInDays: 7 }, ...options })
  const { id: passId, temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
  const { grant } = await world.signIn(code)
  await world.tap.registrations.complete({ grant, credential: passkey('first') })
  await world.tap.registrations.complete({ grant, credential: passkey('second') })
  await world.settle()
  return { ...world, passId, code }
}

function tokenOf({ notices }: NotifiedWorld, kind: NoticeKind): string {
  const notice = notices.find((notice) => notice.kind === kind)
  if (!notice) throw new Error(`No notice of ${kind} was delivered`)
  return notice.repudiationToken
}

function idsOf(answer: Awaited<ReturnType<NotifiedWorld['tap']['repudiate']>>): readonly string[] {
  if (!answer.ok) throw new Error('Refused')
  return answer.deleted.registrations.map(({ credential }) => credential.id)
}

const lastEvent = ({ events }: NotifiedWorld) => events.at(-1)

/** Every refusal has the same result and one event with the reason, and changes nothing. */
async function expectRefusal(world: NotifiedWorld, token: unknown, reason: string, tap = world.tap): Promise<void> {
  const before = await world.row()
  const eventCount = world.events.length
  expect(await tap.repudiate({ token: token as string })).toEqual({ ok: false })
  expect(world.events.slice(eventCount)).toMatchObject([{ type: 'repudiation.refused', details: { reason } }])
  expect(await world.row()).toEqual(before)
}

describe('repudiate', () => {
  const kinds: readonly NoticeKind[] = ['passCreated', 'signedIn', 'credentialRegistered']

  it.each(kinds)('by the link of %s deletes the pass, and returns and emits its credentials', async (kind) => {
    const world = await planted()
    const eventCount = world.events.length
    const context = { correlationId: 'call-7', ipAddress: '192.0.2.7' }
    const answer = await world.tap.repudiate({ token: tokenOf(world, kind), context })
    const at = new Date(world.clock.now())
    const registrations = ['first', 'second'].map((id) =>
      expect.objectContaining({ credential: passkey(id), userId: 'ada', passId: world.passId, registeredAt: at }),
    )
    expect(answer).toEqual({ ok: true, deleted: { userId: 'ada', passId: world.passId, registrations } })
    expect(world.events.slice(eventCount)).toMatchObject([
      {
        type: 'pass.deleted',
        userId: 'ada',
        correlationId: 'call-7',
        context,
        details: { passId: world.passId, registrations, isRepudiated: true },
      },
    ])
    expect(await world.enter(world.code)).toBe('noPass')
    expect(await world.tap.registrations.list({ ...ada, actor: lister })).toEqual([])
  })

  it('notifies the user of the deletion, once', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    world.notices.length = 0
    await world.tap.repudiate({ token })
    await world.tap.repudiate({ token })
    await world.settle()
    expect(world.notices.map(({ kind }) => kind)).toEqual(['passDeleted'])
  })

  it('used again by a host that crashed returns the same list, until the link expires', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    expect(idsOf(await world.tap.repudiate({ token }))).toEqual(['first', 'second'])
    const row = await world.row()
    world.clock.advance(hourMs + 7 * dayMs - 1)
    expect(idsOf(await world.another().repudiate({ token }))).toEqual(['first', 'second'])
    expect(lastEvent(world)).toMatchObject({ type: 'pass.deleted', details: { isRepudiated: true } })
    expect(readablePart(await world.row())).toEqual(readablePart(row))
  })

  it('leaves a newer pass and its credentials alone', async () => {
    const world = await planted()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
    const { grant } = await world.signIn(code)
    await world.tap.registrations.complete({ grant, credential: passkey('third') })
    expect(idsOf(await world.tap.repudiate({ token: tokenOf(world, 'signedIn') }))).toEqual(['first', 'second'])
    expect(await world.enter(code)).toBe('signedIn')
    const left = await world.tap.registrations.list({ ...ada, actor: lister })
    expect(left.map(({ credential }) => credential.id)).toEqual(['third'])
    await world.settle()
    expect(world.notices.map(({ kind }) => kind)).not.toContain('passDeleted')
  })

  it('still finds the credentials of a pass that an administrator has deleted', async () => {
    const world = await planted()
    await world.tap.passes.delete(ada)
    expect(lastEvent(world)).toMatchObject({ type: 'pass.deleted', details: { isRepudiated: false } })
    await world.settle()
    expect(idsOf(await world.tap.repudiate({ token: tokenOf(world, 'passDeleted') }))).toEqual(['first', 'second'])
  })

  it('returns what a cascading delete has returned', async () => {
    const world = await planted()
    await world.tap.passes.delete({ ...ada, cascade: true })
    expect(idsOf(await world.tap.repudiate({ token: tokenOf(world, 'signedIn') }))).toEqual(['first', 'second'])
  })

  it('finds nothing after the user was forgotten, and is no refusal', async () => {
    const forgotten = await planted()
    await forgotten.tap.users.forget(ada)
    expect(idsOf(await forgotten.tap.repudiate({ token: tokenOf(forgotten, 'signedIn') }))).toEqual([])
    const { pass, registrations } = JSON.parse((await forgotten.row())?.body ?? '{}')
    expect({ pass, registrations }).toEqual({ pass: undefined, registrations: [] })
  })

  it('works for a disabled user', async () => {
    const world = await planted()
    world.users.set('ada', { id: 'ada', isEnabled: false, addresses: emails })
    expect(idsOf(await world.tap.repudiate({ token: tokenOf(world, 'signedIn') }))).toEqual(['first', 'second'])
  })

  it('works exactly until the end of the retention', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    world.clock.advance(hourMs + 7 * dayMs - 1)
    expect(idsOf(await world.tap.repudiate({ token }))).toEqual(['first', 'second'])
    world.clock.advance(1)
    await expectRefusal(world, token, 'expired')
  })

  it.each(['deleted', 'replaced by a shorter one'])(
    'finds the credentials of a pass that was %s until the link expires, despite sweeps',
    async (how) => {
      const world = createNotifiedWorld({ policy: { retentionInDays: 1 } })
      const lifetimeInMinutes = 20 * 24 * 60
      const { temporaryAccessPass } = await world.issue('ada', { isUsableOnce: false, lifetimeInMinutes })
      const { grant } = await world.signIn(temporaryAccessPass)
      await world.tap.registrations.complete({ grant, credential: passkey('first') })
      await world.settle()
      if (how === 'deleted') await world.tap.passes.delete(ada)
      else await world.issue('ada', { lifetimeInMinutes: 10 })
      await world.settle()
      world.clock.advance(21 * dayMs - 1)
      expect(await world.tap.maintenance.sweep()).toEqual({ deleted: 0, isDone: true })
      expect(idsOf(await world.tap.repudiate({ token: tokenOf(world, 'signedIn') }))).toEqual(['first'])
    },
  )

  it('pressed 50 times at once writes once, and returns the same each time', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    const before = JSON.parse((await world.row())?.body ?? '{}').commitIds
    const pressing = Promise.all(Array.from({ length: 50 }, () => world.tap.repudiate({ token })))
    const [answers] = await Promise.all([pressing, vi.advanceTimersByTimeAsync(1_000)])
    expect(answers.map(idsOf)).toEqual(new Array(50).fill(['first', 'second']))
    const after: readonly string[] = JSON.parse((await world.row())?.body ?? '{}').commitIds
    expect(after.filter((id) => !before.includes(id))).toHaveLength(1)
  })

  it('succeeds although the log is full', async () => {
    let isDown = false
    const world = await planted({
      events: () => {
        if (isDown) throw new Error('The log is full')
      },
    })
    isDown = true
    expect(idsOf(await world.tap.repudiate({ token: tokenOf(world, 'signedIn') }))).toEqual(['first', 'second'])
  })

  it('returns what it deleted although the store had reported a failure', async () => {
    const store = memoryStore()
    let lies = 0
    const world = await planted({
      store: alteredStore(store, {
        compareAndSet: async (...write) => {
          const isWritten = await store.compareAndSet(...write)
          lies -= 1
          return lies < 0 && isWritten
        },
      }),
    })
    lies = 1
    const repudiating = world.tap.repudiate({ token: tokenOf(world, 'signedIn') })
    const [answer] = await Promise.all([repudiating, vi.advanceTimersByTimeAsync(1_000)])
    expect(idsOf(answer)).toEqual(['first', 'second'])
  })
})

describe('a repudiation is refused, with one result', () => {
  it('for anything that no tap has sealed, without reading the store', async () => {
    const store = memoryStore()
    let looks = 0
    const world = await planted({
      store: alteredStore(store, {
        read: (keys) => {
          looks += 1
          return store.read(keys)
        },
      }),
    })
    const token = tokenOf(world, 'signedIn')
    const [revision = '', seal = ''] = token.split('.')
    const before = await world.row()
    looks = 0
    const forged = ['', '.', 'a.b', seal, `${seal}.${revision}`, `${token}.`, ` ${token}`, `${token}A`, token.slice(1)]
    const eventCount = world.events.length
    for (const text of forged) expect(await world.tap.repudiate({ token: text })).toEqual({ ok: false })
    for (const make of hostileMakers) {
      expect(await world.tap.repudiate({ token: make() as string })).toEqual({ ok: false })
    }
    expect(looks).toBe(0)
    expect(
      new Set(world.events.slice(eventCount).map(({ type, details }) => JSON.stringify({ type, details }))).size,
    ).toBe(1)
    expect(world.events).toHaveLength(eventCount + forged.length + hostileMakers.length)
    expect(await world.row()).toEqual(before)
  })

  it('for a token with any one character changed', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '7', '_', '.'), async (at, other) => {
        fc.pre(token[at] !== other)
        expect(await world.tap.repudiate({ token: token.slice(0, at) + other + token.slice(at + 1) })).toEqual({
          ok: false,
        })
      }),
    )
  })

  it('for a token of another tenant, and for a grant', async () => {
    const world = await planted()
    await expectRefusal(world, tokenOf(world, 'signedIn'), 'malformed', world.tap.forTenant('other'))
    const { grant } = await world.signIn(world.code)
    await expectRefusal(world, grant, 'malformed')
  })

  it('for a user who has left, or whose id belongs to another user', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    world.users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'second', addresses: emails })
    await expectRefusal(world, token, 'userUnknown')
    world.users.delete('ada')
    await expectRefusal(world, token, 'userUnknown')
  })

  it('for an unreadable document, which only an administrator may overwrite', async () => {
    const world = await planted()
    const row = await world.row()
    if (!row) throw new Error('No row')
    const key = { tenantId: 'default', kind: 'user', id: 'ada' }
    await world.store.compareAndSet(key, row.revision, { ...row, body: `${row.body} ` })
    await expectRefusal(world, tokenOf(world, 'signedIn'), 'unreadable')
  })

  it('for a token whose key was dropped, and not while the key is in the ring', async () => {
    const world = await planted()
    const token = tokenOf(world, 'signedIn')
    const fresh = { id: 'fresh', secret: seededBytes(99)(32) }
    const randomBytes = seededBytes(100)
    const rotated = (keys: TapOptions['keys']) => world.another({ keys, randomBytes })
    await expectRefusal(world, token, 'malformed', rotated([fresh]))
    expect(idsOf(await rotated([fresh, ...world.keys]).repudiate({ token }))).toEqual(['first', 'second'])
  })
})

const lister = { kind: 'app', id: 'help-desk', permissions: ['registrations.list'] } as const
