import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../adapters/memory/index.js'
import type { CreateManyRow } from '../../../src/api/passes.js'
import type { Delivery } from '../../../src/ports/deliverer.js'
import { readablePart } from '../../support/calls.js'
import { dayMs } from '../../support/clock.js'
import { emails } from '../../support/notified-world.js'
import { alteredStore } from '../../support/spies.js'
import type { World } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'
import { codeOfResult, newUsers, outcomesOf, rowsFor, runRows } from './run-rows.js'

const adaOnly = rowsFor(['ada'])

/** What may happen to a pass after its code was received. */
const laterChanges: readonly (readonly [string, (world: World, code: string) => Promise<unknown>])[] = [
  ['nothing', async () => undefined],
  ['it was used', ({ enter }, code) => enter(code)],
  ['it expired', async ({ clock }) => clock.advance(60 * 60_000)],
  ['it was deleted', ({ tap }) => tap.passes.delete({ actor: admin, user: 'ada' })],
  ['it was replaced', ({ issue }) => issue('ada')],
  [
    'it was deleted, and the policy closed',
    async ({ tap }) => {
      await tap.passes.delete({ actor: admin, user: 'ada' })
      await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
    },
  ],
]

describe('repeated rows with received codes', () => {
  it.each(laterChanges)('change nothing and return no code: %s', async (_, happen) => {
    const world = createWorld({ policy: { isUsableOnce: true, retentionInDays: 1 } })
    const [first] = await runRows(world.tap, adaOnly)
    await happen(world, codeOfResult(first))
    const before = await world.row()
    const there = await world.tap.passes.get({ actor: admin, user: 'ada' })
    const [again] = await runRows(world.tap, adaOnly)
    expect(again).toEqual({ index: 0, row: adaOnly[0], outcome: 'unchanged', pass: there })
    expect(await world.row()).toMatchObject({ body: expect.stringMatching(/"issuedKeys":"[\w-]{11}"/) })
    if (!there || there.isUsable) expect(readablePart(await world.row())).toEqual(readablePart(before))
  })

  it('are recognised by the last 32 keys of a user, and an older key issues again', async () => {
    const { tap } = createWorld()
    const list = (number: number) => rowsFor(['ada'], { idempotencyKey: `list ${number}` })
    const numbers = Array.from({ length: 33 }, (_, number) => number)
    for (const number of numbers) await runRows(tap, list(number))
    const outcomes: string[] = []
    for (const number of numbers.toReversed()) outcomes.push(...outcomesOf(await runRows(tap, list(number))))
    expect(outcomes).toEqual([...new Array(32).fill('unchanged'), 'created'])
  })

  it('issue a pass to a new user of the id, and after forget', async () => {
    const { tap, users } = createWorld()
    await runRows(tap, adaOnly)
    users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'another Ada' })
    expect(outcomesOf(await runRows(tap, adaOnly))).toEqual(['created'])
    expect(outcomesOf(await runRows(tap, adaOnly))).toEqual(['unchanged'])
    await tap.users.forget({ actor: admin, user: 'ada' })
    expect(outcomesOf(await runRows(tap, adaOnly))).toEqual(['created'])
  })

  it('issue a pass once the document was swept', async () => {
    const { tap, clock, row } = createWorld({ policy: { retentionInDays: 1, defaultLifetimeInMinutes: 60 } })
    await runRows(tap, adaOnly)
    clock.advance(dayMs + 60 * 60_000)
    await tap.maintenance.sweep()
    expect(await row()).toBeUndefined()
    expect(outcomesOf(await runRows(tap, adaOnly))).toEqual(['created'])
  })

  it('keep tenants apart', async () => {
    const { tap } = createWorld()
    await runRows(tap, adaOnly)
    expect(outcomesOf(await runRows(tap.forTenant('elsewhere'), adaOnly))).toEqual(['created'])
  })

  it('store no readable key', async () => {
    const { tap, row } = createWorld()
    await runRows(tap, rowsFor(['ada'], { idempotencyKey: 'Ada Lovelace, 4711' }))
    expect((await row())?.body).toContain('issuedKeys')
    expect((await row())?.body).not.toMatch(/Lovelace|4711/)
  })
})

describe('repeated rows with lost codes', () => {
  it('issue a new pass only to users whose result was not read', async () => {
    const world = createWorld({ users: newUsers(10) })
    const rows = rowsFor(newUsers(10).map(({ id }) => id))
    const received = new Map<string, string>()
    for await (const result of world.tap.passes.createMany({ actor: admin, rows, concurrency: 4 })) {
      if (result.index === 5) break
      received.set(result.row.user, codeOfResult(result))
    }
    const again = await runRows(world.tap, rows)
    expect(outcomesOf(again)).toEqual([...Array(5).fill('unchanged'), ...Array(5).fill('created')])
    for (const result of again) if (result.outcome === 'created') received.set(result.row.user, codeOfResult(result))
    for (const [user, code] of received) expect(await world.enter(code, user)).toBe('signedIn')
  })

  it('leave a pass alone that was used, deleted or replaced since', async () => {
    for (const [, happen] of laterChanges.slice(1).filter(([name]) => name !== 'it expired')) {
      const world = createWorld({ policy: { isUsableOnce: true } })
      const code = await toldToNobody(world)
      await happen(world, code)
      expect(outcomesOf(await runRows(world.tap, adaOnly))).toEqual(['unchanged'])
    }
  })

  it('issue a new pass if the old one has ended unused', async () => {
    const world = createWorld({ policy: { defaultLifetimeInMinutes: 60 } })
    await toldToNobody(world)
    world.clock.advance(60 * 60_000)
    expect(outcomesOf(await runRows(world.tap, adaOnly))).toEqual(['created'])
  })

  it('issue a new pass only if the delivery failed', async () => {
    const deliveries: Delivery[] = []
    let isFull = true
    const deliverer = async (delivery: Delivery): Promise<void> => {
      if (isFull) throw new Error('The mailbox is full')
      deliveries.push(delivery)
    }
    const users = newUsers(1, { addresses: emails })
    const { tap, enter } = createWorld({ users, deliverer })
    const rows = rowsFor(['user0'], { deliverTo: 'email' })
    expect(outcomesOf(await runRows(tap, rows))).toEqual(['TAP_PORT_FAILED'])
    isFull = false
    expect(outcomesOf(await runRows(tap, rows))).toEqual(['created'])
    expect(outcomesOf(await runRows(tap, rows))).toEqual(['unchanged'])
    expect(deliveries).toHaveLength(1)
    expect(await enter(deliveries[0]?.pass.temporaryAccessPass ?? '', 'user0')).toBe('signedIn')
  })

  it('issue a new pass if the store failed to record the receipt', async () => {
    const store = memoryStore()
    let isAway = false
    const leaving = alteredStore(store, {
      read: async (keys) => {
        if (isAway) throw new Error('The store is away')
        return store.read(keys)
      },
      compareAndSet: async (...write) => {
        isAway = true
        return store.compareAndSet(...write)
      },
    })
    const { another, tap, enter } = createWorld({ store })
    const first = await runRows(another({ store: leaving }), adaOnly)
    const again = await runRows(tap, adaOnly)
    expect(outcomesOf([...first, ...again])).toEqual(['created', 'created'])
    expect(await enter(codeOfResult(again[0]))).toBe('signedIn')
  })
})

describe('the same rows in two processes', () => {
  it('leave a pass alone whose code the other process has returned', async () => {
    const store = memoryStore()
    const world = createWorld({ store })
    let reads = 0
    let other: readonly CreateManyRow[] = []
    const late = alteredStore(store, {
      read: async (keys) => {
        reads += 1
        // The row was checked and is about to be written.
        if (reads === 2) other = await runRows(world.tap, adaOnly)
        return store.read(keys)
      },
    })
    const outcomes = outcomesOf(await runRows(world.another({ store: late }), adaOnly))
    expect(outcomes).toEqual(['TAP_CONFLICT'])
    expect(await world.enter(codeOfResult(other[0]))).toBe('signedIn')
  })
})

describe('a run that is stopped repeatedly', () => {
  it('gives every user one live pass with a received code', async () => {
    const users = newUsers(6)
    const list = fc.array(fc.record({ who: fc.nat(5), key: fc.constantFrom('a', 'b') }), { maxLength: 12 })
    const breaks = fc.array(fc.nat(12), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(list, breaks, fc.integer({ min: 1, max: 5 }), async (entries, brokenAt, concurrency) => {
        const world = createWorld({ users })
        const rows = entries.map(({ who, key }) => ({ user: `user${who}`, idempotencyKey: key }))
        const codes = new Map<string, string[]>()
        for (const end of [...brokenAt, Number.POSITIVE_INFINITY]) {
          for await (const result of world.tap.passes.createMany({ actor: admin, rows, concurrency })) {
            note(codes, result)
            if (result.index === end) break
          }
        }
        expect(codes.size).toBe(new Set(entries.map(({ who }) => who)).size)
        for (const [user, received] of codes) {
          expect(received.length).toBeLessThanOrEqual(1 + brokenAt.length)
          const opened = await Promise.all(received.map((code) => world.enter(code, user)))
          expect(opened.map((outcome) => outcome === 'signedIn')).toEqual(
            received.map((_, at) => at === received.length - 1),
          )
        }
        for (const { outcome } of await runRows(world.tap, rows)) expect(outcome).not.toBe('created')
      }),
    )
  })
})

/** Ada has a pass of the list whose result was not read. Returns its code. */
async function toldToNobody(world: World): Promise<string> {
  for await (const result of world.tap.passes.createMany({ actor: admin, rows: adaOnly })) return codeOfResult(result)
  throw new Error('There was no result')
}

function note(codes: Map<string, string[]>, result: CreateManyRow): void {
  if (result.outcome !== 'created') return
  const { user } = result.row
  codes.set(user, [...(codes.get(user) ?? []), codeOfResult(result)])
}
