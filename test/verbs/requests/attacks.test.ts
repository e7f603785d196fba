import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../src/ports/notifier.js'
import type { Proof, Prover } from '../../../src/ports/prover.js'
import { dayMs, minuteMs } from '../../support/clock.js'
import { requestRefused } from '../../support/refusals.js'
import { until } from '../../support/time-limits.js'
import type { RequestWorld } from './request-world.js'
import { as, bad, binding, createRequestWorld, dualControl } from './request-world.js'

const justification = 'Known voice'

/** Accepts a face that matches all evidence accepted before, as a careful prover does. */
function comparing(barrier: { readonly wait?: () => Promise<void> } = {}): Prover {
  return async ({ presented, accepted }) => {
    await barrier.wait?.()
    const faces = new Set([presented, ...accepted.flatMap(({ references }) => references)])
    return { isAccepted: faces.size === 1, assurance: 'IAL2', references: [String(presented)] }
  }
}

/** Each caller waits until all have called. */
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

describe('an attacker with another face', () => {
  it('gets no pass with a face that was shown before there was one to compare it with', async () => {
    const provers = { document: comparing(), liveness: comparing(), verifiedCredential: async () => proofOf('wallet') }
    const world = createRequestWorld({ requests: { provers } })
    const attacker = await world.submitted()
    expect(await world.prove(attacker, 'liveness', 'face of an attacker')).toMatchObject({ state: 'proving' })
    await approveRhea(world)
    // The second proof counts by itself: it leads to a review, not past it.
    expect(await world.prove(attacker, 'verifiedCredential', 'wallet')).toMatchObject({ state: 'awaitingReview' })
    expect(await world.requests.collect(attacker)).toMatchObject({ ok: false })
  })

  it('gets no pass with a check that began before a reviewer approved the user', async () => {
    let start: () => void = () => undefined
    const barrier = new Promise<void>((resolve) => {
      start = resolve
    })
    const liveness: Prover = async (challenge) => {
      if (challenge.presented === 'face of an attacker') await barrier
      return comparing()(challenge)
    }
    const world = createRequestWorld({ requests: { provers: { document: comparing(), liveness } } })
    const attacker = await world.submitted()
    const proving = world.prove(attacker, 'liveness', 'face of an attacker')
    await approveRhea(world)
    start()
    expect(await proving).toMatchObject({ state: 'proving' })
  })

  it('gets no document and no face accepted by presenting both at once', async () => {
    const both = together(2)
    const provers = { document: comparing(both), liveness: comparing(both) }
    const world = createRequestWorld({ requests: { provers } })
    const attacker = await world.submitted()
    await Promise.all([
      world.prove(attacker, 'document', 'face of Rhea'),
      world.prove(attacker, 'liveness', 'face of an attacker'),
    ])
    expect(await world.requests.status(attacker)).toMatchObject({ state: 'proving' })
    expect(world.lastReason()).toBe('notCompared')
  })
})

describe('a proof that a reviewer approved', () => {
  it('does not count for a later user with the same id', async () => {
    const world = createRequestWorld()
    await world.collected()
    world.users.set('rhea', { ...world.users.get('rhea'), id: 'rhea', isEnabled: true, incarnation: 'another Rhea' })
    const clientRequest = await world.submitted()
    const challengesBefore = world.challenges.length
    expect(await world.prove(clientRequest, 'liveness')).toMatchObject({ ok: true, state: 'proving' })
    expect(world.challenges[challengesBefore]?.accepted).toEqual([])
  })

  it('is invalid after a denial, also for a request that it has approved', async () => {
    const world = createRequestWorld()
    await world.collected()
    const reusing = await world.submitted()
    expect(await world.prove(reusing, 'liveness')).toMatchObject({ state: 'approved' })
    world.clock.advance(minuteMs)
    const { requestId } = await world.awaiting()
    await world.requests.deny({ actor: as('mona'), requestId, justification: 'It was not her' })
    expect(await world.requests.collect(reusing)).toEqual({ ...requestRefused, state: 'approved' })
    expect(world.lastReason()).toBe('approvalMissing')
    expect(await world.requests.status(reusing)).toMatchObject({ state: 'proving' })
  })

  it('is invalid after the user reports a pass that was not theirs', async () => {
    const notices: Notice[] = []
    const world = createRequestWorld({ notifier: async (notice) => void notices.push(notice) })
    await world.collected()
    await until(() => notices.length > 0, 1)
    expect(notices).toHaveLength(1)
    world.clock.advance(minuteMs)
    expect(await world.tap.repudiate({ token: notices[0]?.repudiationToken ?? '' })).toMatchObject({ ok: true })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
    // Maintenance does not restore the proof from the request.
    await world.requests.maintain()
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })
})

describe('a clock that goes back', () => {
  it('does not restore a proof that a denial has invalidated', async () => {
    const world = createRequestWorld()
    await world.collected()
    world.clock.advance(-dayMs)
    const reusing = await world.submitted()
    expect(await world.prove(reusing, 'liveness')).toMatchObject({ state: 'approved' })
    const { requestId } = await world.awaiting()
    await world.requests.deny({ actor: as('mona'), requestId, justification: 'It was not her' })
    await world.requests.maintain()
    world.clock.advance(dayMs - minuteMs)
    expect(await world.requests.collect(reusing)).toMatchObject({ ok: false })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })
})

describe('a request of another tenant', () => {
  it('is unknown to every call', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    const { requestId } = clientRequest
    const there = world.requests.forTenant('other')
    for (const verb of ['edit', 'status', 'collect', 'cancel'] as const) {
      expect(await there[verb](clientRequest)).toEqual(requestRefused)
    }
    expect(await there.prove({ ...clientRequest, prover: 'document', presented: 'good' })).toEqual(requestRefused)
    for (const deciding of [
      there.startCall({ actor: as('mona'), requestId }),
      there.approve({ actor: as('mona'), requestId, justification }),
      there.deny({ actor: as('mona'), requestId, justification }),
    ]) {
      await expect(deciding).rejects.toMatchObject({ code: 'TAP_REQUEST_NOT_FOUND' })
    }
    expect(await there.get({ actor: as('grace'), requestId })).toBeUndefined()
    expect((await there.list({ actor: as('grace'), view: 'all' })).items).toEqual([])
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })
})

describe('evidence that a reviewer approved', () => {
  it('is erased in time, also while its user goes on failing proofs', async () => {
    const world = createRequestWorld()
    const { clock, store } = world
    const provedAtMs = clock.now()
    await world.collected()
    const requesterBody = async () => (await store.scan({ kind: 'requester', limit: 10 })).entries[0]?.document.body
    for (const [ms, isKept] of [
      [30 * dayMs - 1, true],
      [30 * dayMs, false],
    ] as const) {
      clock.set(provedAtMs + ms)
      await world.prove(await world.submitted(), 'document', bad)
      expect((await requesterBody())?.includes('"proof"')).toBe(isKept)
    }
  })
})

describe('dual control', () => {
  it('counts a reviewer who gets an incarnation later as the same reviewer', async () => {
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
  it('is counted, also if its request ends during the check', async () => {
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

/** Rhea submits a request, proves her identity and is approved. */
async function approveRhea(world: RequestWorld): Promise<void> {
  const { requestId } = await reviewable(world)
  await world.requests.startCall({ actor: as('mona'), requestId })
  world.clock.advance(minuteMs)
  await world.requests.approve({ actor: as('mona'), requestId, justification })
}

async function reviewable(world: RequestWorld): ReturnType<RequestWorld['submitted']> {
  const clientRequest = await world.submitted()
  for (const prover of ['document', 'liveness'] as const) await world.prove(clientRequest, prover, 'face of Rhea')
  return clientRequest
}

function proofOf(reference: string): Proof {
  return { isAccepted: true, assurance: 'IAL2', references: [reference] }
}
