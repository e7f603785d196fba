import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import { minuteMs } from '../support/clock.js'
import { outcomeOf } from '../support/outcome.js'
import { requestRefused } from '../support/refusals.js'
import { rounds } from '../support/rounds.js'
import type { Held, RequestWorld } from '../verbs/requests/request-world.js'
import { as, createRequestWorld } from '../verbs/requests/request-world.js'

/** Every readable place of a stored document that could be worth changing. */
const edits: readonly (readonly [string, (body: Record<string, unknown>) => void])[] = [
  ['approved', (body) => Object.assign(body, { state: 'approved' })],
  ['of somebody else', (body) => Object.assign(body, { person: { id: 'grace' } })],
  ['from another browser', (body) => Object.assign(body, { clientBinding: 'mine' })],
  ['due later', (body) => Object.assign(body, { dueAt: '2036-01-01T00:00:00.000Z' })],
  [
    'with a yes',
    (body) =>
      Object.assign(body, {
        approvals: [{ reviewer: { id: 'mona' }, at: '2026-11-23T06:00:00.000Z', justification: 'Yes' }],
      }),
  ],
  ['vouched for', (body) => Object.assign(body, { reusedProofOf: 'r0' })],
  ['opened by an administrator', (body) => Object.assign(body, { opener: { id: 'grace' } })],
  ['without its history', (body) => Object.assign(body, { history: [] })],
  ['with another proof', (body) => Object.assign(body, { proofs: [] })],
]

describe('a request that was changed in the database', () => {
  it.each(edits)('to be %s leads to no pass, and is named to a reviewer', async (_, edit) => {
    for (const from of ['submitted', 'awaiting', 'inCall', 'approved'] as const) {
      const world = createRequestWorld()
      const held = await world[from]()
      let isChanged = false
      await change(world, keyOf(held), (stored) => {
        const body = JSON.parse(stored.body)
        edit(body)
        isChanged = JSON.stringify(body) !== stored.body
        return { ...stored, body: JSON.stringify(body) }
      })
      // To say what a row says already is no change.
      if (isChanged) await expectUseless(world, held)
    }
  })

  it('in any byte of text or seal, or in its retention, is useless', async () => {
    const world = createRequestWorld()
    const held = await world.approved()
    const [original] = await world.store.read([keyOf(held)])
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
          await change(world, keyOf(held), () => ({ ...original, [field]: text }))
          await expectUseless(world, held)
        },
      ),
      { numRuns: rounds(40) },
    )
    await change(world, keyOf(held), () => ({ ...original, retainUntilMs: (original.retainUntilMs ?? 0) + 1 }))
    await expectUseless(world, held)
    await change(world, keyOf(held), () => original)
    expect(await world.requests.collect(held)).toMatchObject({ ok: true })
  })

  it('by the row of another request is useless: a row opens under its own key only', async () => {
    const world = createRequestWorld()
    const [approved, submitted] = [await world.approved(), await world.submitted('sam')]
    const [row] = await world.store.read([keyOf(approved)])
    if (!row) throw new Error('Nothing is stored')
    await change(world, keyOf(submitted), () => row)
    await expectUseless(world, submitted)
    const elsewhere = { ...keyOf(approved), tenantId: 'other' }
    await world.store.compareAndSet(elsewhere, null, row)
    expect(await world.requests.forTenant('other').collect(approved)).toEqual(requestRefused)
  })
})

describe('how somebody stands, when it was changed in the database', () => {
  it('vouches for nobody, and locks nobody in: it begins again', async () => {
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

async function expectUseless(world: RequestWorld, held: Held): Promise<void> {
  const { requests } = world
  const { requestId } = held
  for (const clientBinding of [held.clientBinding, 'mine']) {
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

function keyOf({ requestId }: Held): StoreKey {
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
