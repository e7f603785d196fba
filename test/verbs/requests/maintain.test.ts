import { describe, expect, it } from 'vitest'
import { tamper } from '../../support/calls.js'
import { dayMs, hourMs, minuteMs } from '../../support/clock.js'
import { alteredStore } from '../../support/spies.js'
import type { RequestWorld } from './request-world.js'
import { as, createRequestWorld } from './request-world.js'

describe('requests.maintain', () => {
  it('stores what has expired, in every tenant, once', async () => {
    const world = createRequestWorld()
    await world.submitted()
    await world.requests.forTenant('other').submit({ user: 'rhea', employeeId: 'E-rhea', clientBinding: 'b' })
    world.clock.advance(dayMs)
    expect(await maintainAll(world, 1)).toMatchObject({ changed: 2, remaining: 0 })
    expect(await maintainAll(world, 500)).toMatchObject({ changed: 0 })
    world.clock.advance(-dayMs)
    expect((await world.requests.list({ actor: as('grace'), view: 'all' })).items).toMatchObject([{ state: 'expired' }])
  })

  it('erases evidence to the millisecond, and keeps the decision', async () => {
    const world = createRequestWorld({ policy: { retentionInDays: 90 } })
    const provedAtMs = world.clock.now()
    const { requestId } = await world.collected()
    const proofs = async () => (await world.requests.get({ actor: as('grace'), requestId }))?.proofs
    world.clock.set(provedAtMs + 30 * dayMs - 1)
    expect(await maintainAll(world)).toMatchObject({ changed: 0 })
    expect(await proofs()).toMatchObject([{ references: ['case document'] }, { references: ['case liveness'] }])
    world.clock.set(provedAtMs + 30 * dayMs)
    expect(await maintainAll(world)).toMatchObject({ changed: 1 })
    // The clock goes back: the evidence is erased, not only hidden.
    world.clock.set(provedAtMs)
    expect(await proofs()).toMatchObject([
      { prover: 'document', isAccepted: true, assurance: 'IAL2', references: [] },
      { prover: 'liveness', isAccepted: true, assurance: 'IAL2', references: [] },
    ])
  })

  it('keeps requests for the retention of the policy, and evidence for its own', async () => {
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

  it('repairs what an approval could not write, and repeats notices that failed', async () => {
    let isDown = true
    const notified: string[] = []
    const world = createRequestWorld({
      requests: {
        notifyReviewer: async ({ reviewer }) => {
          if (isDown) throw new Error('The mail server is down')
          notified.push(reviewer?.id ?? 'administrators')
        },
      },
    })
    const { requestId } = await world.awaiting()
    expect(await maintainAll(world)).toMatchObject({ notified: 0, remaining: 2 })
    isDown = false
    expect(await maintainAll(world)).toMatchObject({ notified: 2, remaining: 0 })
    expect(await maintainAll(world)).toMatchObject({ notified: 0, remaining: 0 })
    expect(notified).toEqual(['mona', 'dev'])
    await world.requests.startCall({ actor: as('mona'), requestId })
    world.clock.advance(minuteMs)
    await withoutRequesters(world).approve({ actor: as('mona'), requestId, justification: 'Known voice' })
    expect(await maintainAll(world)).toMatchObject({ changed: 1 })
    expect(await maintainAll(world)).toMatchObject({ changed: 0 })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'approved' })
  })

  it('notifies a new delegate, and administrators if no other reviewer is left', async () => {
    const world = createRequestWorld()
    await world.awaiting()
    await maintainAll(world)
    const [mona, max] = ['mona', 'max'].map((name) => world.users.get(name))
    if (!mona || !max) throw new Error('There is no such user')
    world.users.set('mona', { ...mona, delegateId: 'sam' })
    await maintainAll(world)
    world.users.set('mona', { ...mona, isEnabled: false, delegateId: undefined })
    world.users.set('max', { ...max, isEnabled: false })
    await maintainAll(world)
    expect(world.notices.map(({ reviewer }) => reviewer?.id ?? 'administrators')).toEqual([
      'mona',
      'dev',
      'sam',
      'administrators',
    ])
    expect(world.notices[0]).toMatchObject({ userId: 'rhea', reviewer: { addresses: [{ value: 'mona@example.com' }] } })
  })

  it('counts an unreadable request as remaining, and goes on', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.submitted()
    await world.submitted()
    await tamper(world, { tenantId: 'default', kind: 'request', id: requestId })
    world.clock.advance(25 * hourMs)
    expect(await maintainAll(world)).toMatchObject({ changed: 1, remaining: 1 })
  })

  it('refuses a limit out of range and a cursor of the wrong type', async () => {
    const { requests } = createRequestWorld()
    for (const wrong of [{ limit: 0 }, { limit: 10_001 }, { cursor: 7 }]) {
      await expect(requests.maintain(wrong as never)).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
    }
  })
})

function withoutRequesters(world: RequestWorld) {
  const read: RequestWorld['store']['read'] = async (keys) => {
    if (keys.some(({ kind }) => kind === 'requester')) throw new Error('The store is down')
    return world.store.read(keys)
  }
  return world.requestsOn(world.another({ store: alteredStore(world.store, { read }) }))
}

async function maintainAll({ requests }: RequestWorld, limit = 500) {
  const sum = { changed: 0, notified: 0, remaining: 0 }
  let cursor: string | undefined
  do {
    const page = await requests.maintain({ cursor, limit })
    sum.changed += page.changed
    sum.notified += page.notified
    sum.remaining += page.remaining
    cursor = page.cursor
  } while (cursor !== undefined)
  return sum
}
