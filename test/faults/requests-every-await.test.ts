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
  it.each(faults)('throws a typed error, and all or nothing is stored, if the call to any port %s', async (fault) => {
    const { before, after, calls } = await undisturbedRun(tested)
    expect(calls.length).toBeGreaterThan(0)
    for (const [at, call] of calls.entries()) {
      const scene = await tested.scene(quiet)
      const end = await ended(tested.call(faultyRequests(scene, { calls: [], at, fault }), scene))
      const where = `${tested.name}: ${call}, call ${at}, ${fault}`
      const state = await stateOf(scene)
      // The approval is given back. The code of the pass was not returned, so nobody can use it.
      const isPassUnreturned = tested.name === 'collect' && !end.ok
      expect(isPassUnreturned ? [before, after, { ...before, hasPass: true }] : [before, after], where).toContainEqual(
        state,
      )
      if (isPassUnreturned) expect(state.request, where).toBe('approved')
      if (end.ok) expectHealed(call, fault, end.answer, where)
      else expectTyped(end.error, call, where)
    }
  })
})

describe('a request whose call failed at any port', () => {
  it('leads to its pass when the call is repeated', async () => {
    for (const tested of everyRequestVerb.filter(({ name }) => ['startCall', 'approve', 'collect'].includes(name))) {
      const { calls } = await undisturbedRun(tested)
      for (const at of calls.keys()) {
        const scene = await tested.scene(quiet)
        const { world, requestId } = scene
        await ended(tested.call(faultyRequests(scene, { calls: [], at, fault: 'throws' }), scene))
        const clientRequest = { requestId, clientBinding: binding }
        const actor = as('mona')
        const { state } = await world.requests.status(clientRequest)
        if (state === 'awaitingReview') await world.requests.startCall({ actor, requestId })
        world.clock.advance(60_000)
        const isUndecided = (await world.requests.status(clientRequest)).state === 'inCall'
        if (isUndecided) await world.requests.approve({ actor, requestId, justification: 'Again' })
        const where = `${tested.name}, call ${at}: ${calls[at]}`
        const isCollected = (await world.requests.status(clientRequest)).state === 'collected'
        if (!isCollected) expect(await world.requests.collect(clientRequest), where).toMatchObject({ ok: true })
        // The approved proof is stored, whatever failed.
        expect(await world.prove(await world.submitted(), 'liveness'), where).toMatchObject({ state: 'approved' })
      }
    }
  })
})

/** Creates the requests on ports and provers of which one call fails as planned. */
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

/** What callers can see of the stored state. */
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
  if (end === undefined) throw new Error('The call does not settle')
  return end
}

/** A failed read or write is repeated, and the approved proof may be stored later. */
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
