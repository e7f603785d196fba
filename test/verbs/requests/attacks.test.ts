import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../src/ports/notifier.js'
import type { Proof, Prover } from '../../../src/ports/prover.js'
import { dayMs, minuteMs } from '../../support/clock.js'
import { requestRefused } from '../../support/refusals.js'
import { until } from '../../support/time-limits.js'
import type { RequestWorld } from './request-world.js'
import { as, bad, binding, createRequestWorld, dualControl } from './request-world.js'

const justification = 'Known voice'

/** Accepts a face that is the same as every face it is given to compare with, as a careful prover does. */
function comparing(gate: { readonly wait?: () => Promise<void> } = {}): Prover {
  return async ({ presented, accepted }) => {
    await gate.wait?.()
    const faces = new Set([presented, ...accepted.flatMap(({ references }) => references)])
    return { isAccepted: faces.size === 1, assurance: 'IAL2', references: [String(presented)] }
  }
}

/** Whoever asks waits until all have asked. */
function together(count: number): { readonly wait: () => Promise<void> } {
  let asked = 0
  let open: () => void = () => undefined
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    wait() {
      asked += 1
      if (asked >= count) open()
      return all
    },
  }
}

describe('whoever has another face than the person', () => {
  it('gets no pass by a face that was shown before there was one to compare it with', async () => {
    const provers = { document: comparing(), liveness: comparing(), verifiedCredential: async () => proofOf('wallet') }
    const world = createRequestWorld({ requests: { provers } })
    const stranger = await world.submitted()
    expect(await world.prove(stranger, 'liveness', 'stranger')).toMatchObject({ state: 'proving' })
    await believed(world)
    // Any second proof leads to what it leads to by itself, and not past the reviewer.
    expect(await world.prove(stranger, 'verifiedCredential', 'wallet')).toMatchObject({ state: 'awaitingReview' })
    expect(await world.requests.collect(stranger)).toMatchObject({ ok: false })
  })

  it('gets no pass by a check that began before a reviewer believed the person', async () => {
    let start: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      start = resolve
    })
    const liveness: Prover = async (challenge) => {
      if (challenge.presented === 'stranger') await gate
      return comparing()(challenge)
    }
    const world = createRequestWorld({ requests: { provers: { document: comparing(), liveness } } })
    const stranger = await world.submitted()
    const proving = world.prove(stranger, 'liveness', 'stranger')
    await believed(world)
    start()
    expect(await proving).toMatchObject({ state: 'proving' })
  })

  it('does not get a document and a face accepted by showing both at once', async () => {
    const both = together(2)
    const provers = { document: comparing(both), liveness: comparing(both) }
    const world = createRequestWorld({ requests: { provers } })
    const stranger = await world.submitted()
    await Promise.all([
      world.prove(stranger, 'document', 'face of Rhea'),
      world.prove(stranger, 'liveness', 'face of a stranger'),
    ])
    expect(await world.requests.status(stranger)).toMatchObject({ state: 'proving' })
    expect(world.lastReason()).toBe('notCompared')
  })
})

describe('a proof that a reviewer believed', () => {
  it('vouches for nobody who was given the id of somebody who left', async () => {
    const world = createRequestWorld()
    await world.collected()
    world.users.set('rhea', { ...world.users.get('rhea'), id: 'rhea', isEnabled: true, incarnation: 'another Rhea' })
    const held = await world.submitted()
    const asked = world.challenges.length
    expect(await world.prove(held, 'liveness')).toMatchObject({ ok: true, state: 'proving' })
    expect(world.challenges[asked]?.accepted).toEqual([])
  })

  it('vouches for nobody any more once a reviewer has said no, also where it has vouched already', async () => {
    const world = createRequestWorld()
    await world.collected()
    const vouched = await world.submitted()
    expect(await world.prove(vouched, 'liveness')).toMatchObject({ state: 'approved' })
    world.clock.advance(minuteMs)
    const { requestId } = await world.awaiting()
    await world.requests.deny({ actor: as('mona'), requestId, justification: 'It was not her' })
    expect(await world.requests.collect(vouched)).toEqual({ ...requestRefused, state: 'approved' })
    expect(world.lastReason()).toBe('approvalMissing')
    expect(await world.requests.status(vouched)).toMatchObject({ state: 'proving' })
  })

  it('vouches for nobody any more once the person has said that the pass was not theirs', async () => {
    const told: Notice[] = []
    const world = createRequestWorld({ notifier: async (notice) => void told.push(notice) })
    await world.collected()
    await until(() => told.length > 0, 1)
    expect(told).toHaveLength(1)
    world.clock.advance(minuteMs)
    expect(await world.tap.repudiate({ token: told[0]?.repudiationToken ?? '' })).toMatchObject({ ok: true })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
    // Nor does what is put right from the requests bring it back.
    await world.requests.maintain()
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })
})

describe('a clock that has stepped back', () => {
  it('does not bring back what a reviewer said no to', async () => {
    const world = createRequestWorld()
    await world.collected()
    world.clock.advance(-dayMs)
    const vouched = await world.submitted()
    expect(await world.prove(vouched, 'liveness')).toMatchObject({ state: 'approved' })
    const { requestId } = await world.awaiting()
    await world.requests.deny({ actor: as('mona'), requestId, justification: 'It was not her' })
    await world.requests.maintain()
    world.clock.advance(dayMs - minuteMs)
    expect(await world.requests.collect(vouched)).toMatchObject({ ok: false })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })
})

describe('a request of another tenant', () => {
  it('is unknown to every verb', async () => {
    const world = createRequestWorld()
    const held = await world.approved()
    const { requestId } = held
    const there = world.requests.forTenant('other')
    for (const verb of ['edit', 'status', 'collect', 'cancel'] as const) {
      expect(await there[verb](held)).toEqual(requestRefused)
    }
    expect(await there.prove({ ...held, prover: 'document', presented: 'good' })).toEqual(requestRefused)
    for (const deciding of [
      there.startCall({ actor: as('mona'), requestId }),
      there.approve({ actor: as('mona'), requestId, justification }),
      there.deny({ actor: as('mona'), requestId, justification }),
    ]) {
      await expect(deciding).rejects.toMatchObject({ code: 'TAP_REQUEST_NOT_FOUND' })
    }
    expect(await there.get({ actor: as('grace'), requestId })).toBeUndefined()
    expect((await there.list({ actor: as('grace'), view: 'all' })).items).toEqual([])
    expect(await world.requests.collect(held)).toMatchObject({ ok: true })
  })
})

describe('evidence that a reviewer believed', () => {
  it('is not kept beyond its time by whoever goes on failing proofs', async () => {
    const world = createRequestWorld()
    const { clock, store } = world
    const provedAtMs = clock.now()
    await world.collected()
    const standing = async () => (await store.scan({ kind: 'requester', limit: 10 })).entries[0]?.document.body
    for (const [ms, isKept] of [
      [30 * dayMs - 1, true],
      [30 * dayMs, false],
    ] as const) {
      clock.set(provedAtMs + ms)
      await world.prove(await world.submitted(), 'document', bad)
      expect((await standing())?.includes('"proof"')).toBe(isKept)
    }
  })
})

describe('two people', () => {
  it('are not one who is known by an id and then by an id and an incarnation', async () => {
    const world = createRequestWorld({ policy: dualControl({ targetType: 'group', id: 'all_users' }) })
    const { requestId } = await world.approved()
    const mona = world.users.get('mona')
    if (mona) world.users.set('mona', { ...mona, incarnation: '1' })
    await expect(world.requests.startCall({ actor: as('mona'), requestId })).rejects.toMatchObject({
      code: 'TAP_INVALID_TRANSITION',
      reason: 'alreadyApproved',
    })
  })
})

describe('a failed proof', () => {
  it('is counted, also where its request is over before it is known to have failed', async () => {
    const world = createRequestWorld({
      requests: {
        provers: {
          document: async ({ requestId }) => {
            await world.requests.cancel({ requestId, clientBinding: binding })
            return { ...proofOf('case 1'), isAccepted: false }
          },
          liveness: async () => proofOf('case 2'),
        },
      },
    })
    for (let proof = 0; proof < 5; proof += 1) {
      expect(await world.prove(await world.submitted(), 'document', bad)).toEqual({
        ...requestRefused,
        state: 'cancelled',
      })
    }
    const answer = await world.requests.submit({ user: 'rhea', employeeId: 'E-rhea', clientBinding: binding })
    expect(answer).toEqual(requestRefused)
    expect(world.lastReason()).toBe('locked')
  })
})

/** Rhea herself asks, proves, and is believed. */
async function believed(world: RequestWorld): Promise<void> {
  const { requestId } = await reviewable(world)
  await world.requests.startCall({ actor: as('mona'), requestId })
  world.clock.advance(minuteMs)
  await world.requests.approve({ actor: as('mona'), requestId, justification })
}

async function reviewable(world: RequestWorld): ReturnType<RequestWorld['submitted']> {
  const held = await world.submitted()
  for (const prover of ['document', 'liveness'] as const) await world.prove(held, prover, 'face of Rhea')
  return held
}

function proofOf(reference: string): Proof {
  return { isAccepted: true, assurance: 'IAL2', references: [reference] }
}
