import { describe, expect, it } from 'vitest'
import { tamper } from '../../support/calls.js'
import { dayMs, hourMs, minuteMs } from '../../support/clock.js'
import { alteredStore } from '../../support/spies.js'
import type { RequestWorld } from './request-world.js'
import { as, createRequestWorld } from './request-world.js'

describe('requests.maintain', () => {
  it('writes down what has expired, in every tenant, once', async () => {
    const world = createRequestWorld()
    await world.submitted()
    await world.requests.forTenant('other').submit({ user: 'rhea', employeeId: 'E-rhea', clientBinding: 'b' })
    world.clock.advance(dayMs)
    expect(await wholePass(world, 1)).toMatchObject({ changed: 2, remaining: 0 })
    expect(await wholePass(world, 500)).toMatchObject({ changed: 0 })
    world.clock.advance(-dayMs)
    expect((await world.requests.list({ actor: as('grace'), view: 'all' })).items).toMatchObject([{ state: 'expired' }])
  })

  it('erases evidence at its time to the millisecond, and leaves the decision', async () => {
    const world = createRequestWorld({ policy: { retentionInDays: 90 } })
    const provedAtMs = world.clock.now()
    const { requestId } = await world.collected()
    const proofs = async () => (await world.requests.get({ actor: as('grace'), requestId }))?.proofs
    world.clock.set(provedAtMs + 30 * dayMs - 1)
    expect(await wholePass(world)).toMatchObject({ changed: 0 })
    expect(await proofs()).toMatchObject([{ references: ['case document'] }, { references: ['case liveness'] }])
    world.clock.set(provedAtMs + 30 * dayMs)
    expect(await wholePass(world)).toMatchObject({ changed: 1 })
    // Also for a clock that steps back: it is gone, and not only hidden.
    world.clock.set(provedAtMs)
    expect(await proofs()).toMatchObject([
      { prover: 'document', isAccepted: true, assurance: 'IAL2', references: [] },
      { prover: 'liveness', isAccepted: true, assurance: 'IAL2', references: [] },
    ])
  })

  it('is kept with its decision for as long as the policy says, and no evidence of it for longer than its own time', async () => {
    const world = createRequestWorld({ policy: { retentionInDays: 90 } })
    await world.collected()
    const rows = async () => {
      const kinds = ['request', 'requester'].map(
        async (kind) => (await world.store.scan({ kind, limit: 9 })).entries.length,
      )
      return Promise.all(kinds)
    }
    world.clock.advance(30 * dayMs)
    await world.tap.maintenance.sweep()
    expect(await rows()).toEqual([1, 0])
    world.clock.advance(61 * dayMs)
    await world.tap.maintenance.sweep()
    expect(await rows()).toEqual([0, 0])
  })

  it('puts right what approving could not write, and tells whom it could not tell', async () => {
    let isAway = true
    const told: string[] = []
    const world = createRequestWorld({
      requests: {
        notifyReviewer: async ({ reviewer }) => {
          if (isAway) throw new Error('The mail server is away')
          told.push(reviewer?.id ?? 'administrators')
        },
      },
    })
    const { requestId } = await world.awaiting()
    expect(await wholePass(world)).toMatchObject({ told: 0, remaining: 2 })
    isAway = false
    expect(await wholePass(world)).toMatchObject({ told: 2, remaining: 0 })
    expect(await wholePass(world)).toMatchObject({ told: 0, remaining: 0 })
    expect(told).toEqual(['mona', 'dev'])
    await world.requests.startCall({ actor: as('mona'), requestId })
    world.clock.advance(minuteMs)
    await withoutStanding(world).approve({ actor: as('mona'), requestId, justification: 'Known voice' })
    expect(await wholePass(world)).toMatchObject({ changed: 1 })
    expect(await wholePass(world)).toMatchObject({ changed: 0 })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'approved' })
  })

  it('tells a delegate who was appointed meanwhile, and administrators where nobody else is left', async () => {
    const world = createRequestWorld()
    await world.awaiting()
    await wholePass(world)
    const [mona, max] = ['mona', 'max'].map((name) => world.users.get(name))
    if (!mona || !max) throw new Error('Nobody there')
    world.users.set('mona', { ...mona, delegateId: 'sam' })
    await wholePass(world)
    world.users.set('mona', { ...mona, isEnabled: false, delegateId: undefined })
    world.users.set('max', { ...max, isEnabled: false })
    await wholePass(world)
    expect(world.notices.map(({ reviewer }) => reviewer?.id ?? 'administrators')).toEqual([
      'mona',
      'dev',
      'sam',
      'administrators',
    ])
    expect(world.notices[0]).toMatchObject({ userId: 'rhea', reviewer: { addresses: [{ value: 'mona@example.com' }] } })
  })

  it('counts what does not open, and goes on', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.submitted()
    await world.submitted()
    await tamper(world, { tenantId: 'default', kind: 'request', id: requestId })
    world.clock.advance(25 * hourMs)
    expect(await wholePass(world)).toMatchObject({ changed: 1, remaining: 1 })
  })

  it('refuses a limit and a cursor that are none', async () => {
    const { requests } = createRequestWorld()
    for (const wrong of [{ limit: 0 }, { limit: 10_001 }, { cursor: 7 }]) {
      await expect(requests.maintain(wrong as never)).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
    }
  })
})

function withoutStanding(world: RequestWorld) {
  const read: RequestWorld['store']['read'] = async (keys) => {
    if (keys.some(({ kind }) => kind === 'requester')) throw new Error('The store is away')
    return world.store.read(keys)
  }
  return world.requestsOn(world.another({ store: alteredStore(world.store, { read }) }))
}

async function wholePass({ requests }: RequestWorld, limit = 500) {
  const sum = { changed: 0, told: 0, remaining: 0 }
  let cursor: string | undefined
  do {
    const page = await requests.maintain({ cursor, limit })
    sum.changed += page.changed
    sum.told += page.notified
    sum.remaining += page.remaining
    cursor = page.cursor
  } while (cursor !== undefined)
  return sum
}
