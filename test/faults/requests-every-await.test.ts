import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { leaksIn } from '../support/canary.js'
import type { RequestScene, RequestVerbUnderTest } from '../verbs/requests/every-request-verb.js'
import { everyRequestVerb } from '../verbs/requests/every-request-verb.js'
import { as, binding, simulatedProver } from '../verbs/requests/request-world.js'
import type { Fault, Plan, PortCall } from './faulty-ports.js'
import { Broken, faults, faultyPorts, undisturbed } from './faulty-ports.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const quiet = { requests: { notifyReviewer: undefined } }

describe.each(everyRequestVerb)('requests.$name', (tested) => {
  it.each(faults)('when the call to any port %s: a typed failure, nothing told, before or after', async (fault) => {
    const { before, after, calls } = await undisturbedRun(tested)
    expect(calls.length).toBeGreaterThan(0)
    for (const [at, call] of calls.entries()) {
      const scene = await tested.scene(quiet)
      const end = await ended(tested.call(faultyRequests(scene, { calls: [], at, fault }), scene))
      const where = `${tested.name}: ${call}, call ${at}, ${fault}`
      const state = await stateOf(scene)
      // The approval is given back, and the pass whose code nobody was told opens nothing for anybody.
      const isPassUntold = tested.name === 'collect' && !end.ok
      expect(isPassUntold ? [before, after, { ...before, hasPass: true }] : [before, after], where).toContainEqual(
        state,
      )
      if (isPassUntold) expect(state.request, where).toBe('approved')
      if (end.ok) expectHealed(call, fault, end.answer, where)
      else expectTyped(end.error, call, where)
    }
  })
})

describe('a request whose call failed at any port', () => {
  it('goes on to its pass when the call is made again', async () => {
    for (const tested of everyRequestVerb.filter(({ name }) => ['startCall', 'approve', 'collect'].includes(name))) {
      const { calls } = await undisturbedRun(tested)
      for (const at of calls.keys()) {
        const scene = await tested.scene(quiet)
        const { world, requestId } = scene
        await ended(tested.call(faultyRequests(scene, { calls: [], at, fault: 'throws' }), scene))
        const held = { requestId, clientBinding: binding }
        const actor = as('mona')
        const { state } = await world.requests.status(held)
        if (state === 'awaitingReview') await world.requests.startCall({ actor, requestId })
        world.clock.advance(60_000)
        const isUndecided = (await world.requests.status(held)).state === 'inCall'
        if (isUndecided) await world.requests.approve({ actor, requestId, justification: 'Again' })
        const where = `${tested.name}, call ${at}: ${calls[at]}`
        const isCollected = (await world.requests.status(held)).state === 'collected'
        if (!isCollected) expect(await world.requests.collect(held), where).toMatchObject({ ok: true })
        // And what the reviewer believed is on record, whatever failed.
        expect(await world.prove(await world.submitted(), 'liveness'), where).toMatchObject({ state: 'approved' })
      }
    }
  })
})

/** The same ports, and a prover, one call to any of which goes wrong as planned. */
function faultyRequests({ world }: RequestScene, plan: Plan): RequestScene['world']['requests'] {
  const simulated = simulatedProver('document', [])
  const lying = { isAccepted: 'yes' } as never
  return world.requestsOn(world.another(faultyPorts(world, plan)), {
    notifyReviewer: undefined,
    provers: {
      document: async (challenge) => {
        plan.calls.push('prover.document')
        if (plan.calls.length - 1 !== plan.at) return simulated(challenge)
        if (plan.fault === 'throws') throw new Broken('prover')
        return plan.fault === 'hangs' ? new Promise(() => undefined) : lying
      },
      liveness: simulatedProver('liveness', []),
    },
  })
}

async function undisturbedRun(tested: RequestVerbUnderTest) {
  const scene = await tested.scene(quiet)
  const before = await stateOf(scene)
  const plan = undisturbed()
  await tested.call(faultyRequests(scene, plan), scene)
  const calls = [...plan.calls]
  return { before, after: await stateOf(scene), calls }
}

/** What somebody can see of it all. */
async function stateOf({ world, requestId }: RequestScene) {
  const { items } = await world.requests.list({ actor: as('grace'), view: 'all' })
  const request = items.find(({ id }) => id === requestId)
  const hasPass = (await world.row('rhea')) !== undefined
  const proofs = request?.proofs.length
  return { count: items.length, request: request?.state, contact: request?.contact, proofs, hasPass }
}

type Ended = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly error: unknown }

async function ended(work: Promise<unknown>): Promise<Ended> {
  let end: Ended | undefined
  work.then(
    (answer) => {
      end = { ok: true, answer }
    },
    (error: unknown) => {
      end = { ok: false, error }
    },
  )
  for (let seconds = 0; end === undefined && seconds < 200; seconds += 1) await vi.advanceTimersByTimeAsync(1_000)
  if (end === undefined) throw new Error('It hangs')
  return end
}

/** One failed write is tried again; what a reviewer believed follows from the request, and may be written later. */
function expectHealed(call: PortCall, fault: Fault, answer: unknown, where: string): void {
  const isHealed = ['store.compareAndSet', 'store.read', 'keys.get', 'randomBytes.draw', 'clock.now'].includes(call)
  const isLieless = call === 'events.tell' && fault === 'lies'
  expect(isHealed || isLieless || call === 'authorize.ask', where).toBe(true)
  expect(answer, where).toBeDefined()
}

function expectTyped(error: unknown, call: PortCall, where: string): void {
  const [port, operation] = call.split('.')
  if (port === 'authorize') expect(error, where).toMatchObject({ code: 'TAP_NOT_AUTHORIZED' })
  else expect(error, where).toMatchObject({ code: 'TAP_PORT_FAILED', port, operation })
  expect(leaksIn(inspect(error, { depth: 9, showHidden: true }), [binding, 'case document']), where).toEqual([])
}
