import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import { minuteMs } from '../support/clock.js'
import { outcomeOf } from '../support/outcome.js'
import { requestRefused } from '../support/refusals.js'
import { rounds } from '../support/rounds.js'
import type { ClientRequest, RequestWorld } from '../verbs/requests/request-world.js'
import { as, createRequestWorld } from '../verbs/requests/request-world.js'

/** Changes to the readable part of a stored request that an attacker could want. */
const edits: readonly (readonly [string, (body: Record<string, unknown>) => void])[] = [
  ['approved', (body) => Object.assign(body, { state: 'approved' })],
  ['of another user', (body) => Object.assign(body, { user: { id: 'grace' } })],
  ['of another client', (body) => Object.assign(body, { clientBinding: 'mine' })],
  ['due later', (body) => Object.assign(body, { dueAt: '2036-01-01T00:00:00.000Z' })],
  [
    'with an approval',
    (body) =>
      Object.assign(body, {
        approvals: [{ reviewer: { id: 'mona' }, at: '2026-11-23T06:00:00.000Z', justification: 'Yes' }],
      }),
  ],
  ['approved by an earlier proof', (body) => Object.assign(body, { reusedProofOf: 'r0' })],
  ['opened by an administrator', (body) => Object.assign(body, { opener: { id: 'grace' } })],
  ['without its history', (body) => Object.assign(body, { history: [] })],
  ['with another proof', (body) => Object.assign(body, { proofs: [] })],
]

describe('a request that an attacker changed in the database', () => {
  it.each(edits)('to be %s leads to no pass, and reviewers get an error', async (_, edit) => {
    for (const from of ['submitted', 'awaiting', 'inCall', 'approved'] as const) {
      const world = createRequestWorld()
      const clientRequest = await world[from]()
      let isChanged = false
      await change(world, keyOf(clientRequest), (stored) => {
        const body = JSON.parse(stored.body)
        edit(body)
        isChanged = JSON.stringify(body) !== stored.body
        return { ...stored, body: JSON.stringify(body) }
      })
      // Some edits leave the row as it is.
      if (isChanged) await expectUnreadable(world, clientRequest)
    }
  })

  it('in any byte of text or seal, or in its retention, is unreadable', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    const [original] = await world.store.read([keyOf(clientRequest)])
    if (!original) throw new Error('Nothing is stored')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('body', 'seal'),
        fc.nat(),
        fc.constantFrom('A', '0', ' '),
        async (field, at, symbol) => {
          const index = at % original[field].length
          fc.pre(original[field][index] !== symbol)
          const text = original[field].slice(0, index) + symbol + original[field].slice(index + 1)
          await change(world, keyOf(clientRequest), () => ({ ...original, [field]: text }))
          await expectUnreadable(world, clientRequest)
        },
      ),
      { numRuns: rounds(40) },
    )
    await change(world, keyOf(clientRequest), () => ({ ...original, retainUntilMs: (original.retainUntilMs ?? 0) + 1 }))
    await expectUnreadable(world, clientRequest)
    await change(world, keyOf(clientRequest), () => original)
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })

  it('into the row of another request is unreadable: a row belongs to its key', async () => {
    const world = createRequestWorld()
    const [approved, submitted] = [await world.approved(), await world.submitted('sam')]
    const [row] = await world.store.read([keyOf(approved)])
    if (!row) throw new Error('Nothing is stored')
    await change(world, keyOf(submitted), () => row)
    await expectUnreadable(world, submitted)
    const elsewhere = { ...keyOf(approved), tenantId: 'other' }
    await world.store.compareAndSet(elsewhere, null, row)
    expect(await world.requests.forTenant('other').collect(approved)).toEqual(requestRefused)
  })
})

describe('a requester document that an attacker changed in the database', () => {
  it('holds no proof: it counts as absent', async () => {
    const world = createRequestWorld()
    await world.collected()
    const { entries } = await world.store.scan({ kind: 'requester', limit: 9 })
    expect(entries).toHaveLength(1)
    for (const { key } of entries) {
      await change(world, key, (stored) => ({ ...stored, body: stored.body.replace('2026-12', '2027-12') }))
    }
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ ok: true, state: 'proving' })
  })
})

async function expectUnreadable(world: RequestWorld, clientRequest: ClientRequest): Promise<void> {
  const { requests } = world
  const { requestId } = clientRequest
  for (const clientBinding of [clientRequest.clientBinding, 'mine']) {
    expect(await requests.collect({ requestId, clientBinding })).toEqual(requestRefused)
    expect(await requests.status({ requestId, clientBinding })).toEqual(requestRefused)
    expect(await world.prove({ requestId, clientBinding }, 'liveness')).toEqual(requestRefused)
  }
  world.clock.advance(minuteMs)
  for (const name of ['mona', 'grace']) {
    expect(await outcomeOf(() => requests.startCall({ actor: as(name), requestId }))).toBe('TAP_UNREADABLE_DOCUMENT')
    expect(await outcomeOf(() => requests.approve({ actor: as(name), requestId, justification: 'Yes' }))).toBe(
      'TAP_UNREADABLE_DOCUMENT',
    )
  }
  expect((await requests.list({ actor: as('grace'), view: 'all' })).items.map(({ id }) => id)).not.toContain(requestId)
  expect(await world.row('rhea')).toBeUndefined()
  world.clock.advance(-minuteMs)
}

function keyOf({ requestId }: ClientRequest): StoreKey {
  return { tenantId: 'default', kind: 'request', id: requestId }
}

async function change(
  world: RequestWorld,
  key: StoreKey,
  to: (stored: StoredDocument) => StoredDocument,
): Promise<void> {
  const [stored] = await world.store.read([key])
  if (!stored) throw new Error('Nothing is stored')
  await world.store.compareAndSet(key, stored.revision, to(stored))
}
