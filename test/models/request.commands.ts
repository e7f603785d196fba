import fc from 'fast-check'
import { expect } from 'vitest'
import { isTapError } from '../../src/errors.js'
import { dayMs, hourMs, minuteMs, secondMs } from '../support/clock.js'
import { admin } from '../support/world.js'
import type { RequestWorld } from '../verbs/requests/request-world.js'
import { as, bad, binding, dualControl, good } from '../verbs/requests/request-world.js'
import type { ModelRequest, Refusal, RequestModel, State } from './request.model.js'
import {
  approve,
  cancel,
  collect,
  deny,
  edit,
  isLocked,
  mayReview,
  prove,
  startCall,
  stateNow,
} from './request.model.js'

type Command = fc.AsyncCommand<RequestModel, RequestWorld>

const reviewers = ['mona', 'dev', 'sam', 'max', 'grace'] as const
type Reviewer = (typeof reviewers)[number]

function command(name: string, run: (model: RequestModel, world: RequestWorld) => Promise<void>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model, world) {
      await run(model, world)
      await agree(model, world)
    },
  }
}

/** Compares every list and every request with the model. */
async function agree(model: RequestModel, { requests }: RequestWorld): Promise<void> {
  const { items } = await requests.list({ actor: as('grace'), view: 'all', limit: 100 })
  expect(new Map(items.map(({ id, state }) => [id, state]))).toEqual(
    new Map(model.requests.map((request) => [request.id, stateNow(model, request)])),
  )
  for (const reviewer of reviewers) {
    if (reviewer === 'mona' && !model.manager.isEnabled) continue
    const inbox = await requests.list({ actor: as(reviewer), view: 'inbox', limit: 100 })
    expect(new Set(inbox.items.map(({ id }) => id)), `${reviewer}'s inbox`).toEqual(new Set(inboxOf(model, reviewer)))
  }
}

function inboxOf(model: RequestModel, reviewer: Reviewer): readonly string[] {
  return model.requests
    .filter((request) => {
      const state = stateNow(model, request)
      const isOpen = state === 'awaitingReview' || (state === 'inCall' && request.call?.by === reviewer)
      return isOpen && mayReview(model, request, reviewer) && !request.approvals.includes(reviewer)
    })
    .map(({ id }) => id)
}

const submit: Command = command('submit', async (model, { requests }) => {
  const answer = await requests.submit({ user: 'rhea', employeeId: 'E-rhea', clientBinding: binding })
  expect(answer.ok).toBe(!isLocked(model))
  if (!answer.ok) return
  const { nowMs } = model
  const request: ModelRequest = {
    id: answer.requestId,
    state: 'submitted',
    createdMs: nowMs,
    dueMs: nowMs + dayMs,
    sinceMs: undefined,
    reviewDueMs: nowMs,
    proved: new Map(),
    hasTried: false,
    call: undefined,
    approvals: [],
    comparedMs: undefined,
    isReusingProof: false,
  }
  model.requests.push(request)
})

/** Makes a call on the newest request, or on one of those before it. */
function onRequest(
  name: string,
  age: number,
  expected: (model: RequestModel, request: ModelRequest) => State | Refusal,
  real: (
    world: RequestWorld,
    requestId: string,
  ) => Promise<{ readonly ok?: boolean; readonly state?: State | undefined }>,
): Command {
  return command(`${name} (${age})`, async (model, world) => {
    const request = model.requests.at(-1 - (age % Math.max(1, model.requests.length)))
    if (!request) return
    const end = expected(model, request)
    const answer = await real(world, request.id).catch(refusalOf)
    if (typeof answer === 'string') expect(answer).toBe(end)
    else if (answer.ok === false) expect('refused').toBe(end)
    else expect(answer.state ?? 'collected').toBe(end)
  })
}

function refusalOf(error: unknown): Refusal {
  if (!isTapError(error)) throw error
  if (error.code === 'TAP_NOT_AUTHORIZED') return 'notAuthorized'
  if (error.code === 'TAP_INVALID_TRANSITION') return 'invalidTransition'
  throw error
}

function proof(prover: 'document' | 'liveness', isAccepted: boolean, age: number): Command {
  return onRequest(
    `${isAccepted ? 'good' : 'bad'} ${prover}`,
    age,
    (model, request) => prove(model, request, prover, isAccepted),
    (world, requestId) => world.prove({ requestId, clientBinding: binding }, prover, isAccepted ? good : bad),
  )
}

function review(transition: 'startCall' | 'approve' | 'deny', by: Reviewer, age: number): Command {
  const expected = { startCall, approve, deny }[transition]
  return onRequest(
    `${by}: ${transition}`,
    age,
    (model, request) => expected(model, request, by),
    ({ requests }, requestId) => {
      const input = { actor: as(by), requestId }
      return transition === 'startCall'
        ? requests.startCall(input)
        : requests[transition]({ ...input, justification: 'Because' })
    },
  )
}

function requester(transition: 'edit' | 'collect' | 'cancel', age: number): Command {
  const expected = { edit, collect, cancel }[transition]
  return onRequest(transition, age, expected, ({ requests }, requestId) => {
    const clientRequest = { requestId, clientBinding: binding }
    return transition === 'edit'
      ? requests.edit({ ...clientRequest, contact: `line ${requestId}` })
      : requests[transition](clientRequest)
  })
}

function wait(ms: number): Command {
  return command(`wait ${ms} ms`, async (model, { clock }) => {
    clock.advance(ms)
    model.nowMs += ms
  })
}

/** Waits to the millisecond before, of or after an instant that matters. */
function waitTo(edge: 'due' | 'call' | 'escalation' | 'validity', offMs: number): Command {
  return command(`wait to the ${edge} ${offMs}`, async (model, { clock }) => {
    const request = model.requests.at(-1)
    if (!request) return
    const { dueMs, call, sinceMs } = request
    const atMs = {
      due: dueMs,
      call: call && call.atMs + 15 * secondMs,
      escalation: sinceMs && sinceMs + 4 * hourMs,
      validity: model.approvedProofMs === undefined ? undefined : model.approvedProofMs + 30 * dayMs,
    }[edge]
    model.nowMs = Math.max(model.nowMs, (atMs ?? model.nowMs) + offMs)
    clock.set(model.nowMs)
  })
}

function organise(manager: RequestModel['manager'], delegate: RequestModel['delegate']): Command {
  return command(`manager ${JSON.stringify(manager)}, delegate ${delegate}`, async (model, { users }) => {
    const mona = users.get('mona')
    if (!mona) throw new Error('There is no manager')
    users.set('mona', { ...mona, ...manager, delegateId: delegate })
    model.manager = manager
    model.delegate = delegate
  })
}

function setDual(isDual: boolean): Command {
  return command(isDual ? 'dual control' : 'one reviewer', async (model, { tap }) => {
    const everyone = { targetType: 'group', id: 'all_users' } as const
    await tap.policy.update({ actor: admin, patch: dualControl(...(isDual ? [everyone] : [])) })
    model.isDual = isDual
  })
}

const maintain = command('maintain', async (_, { requests }) => {
  await requests.maintain()
})

const ages = fc.constantFrom(0, 0, 0, 1, 2)
const anyReviewer = fc.constantFrom(...reviewers)
const mostlyGood = fc.integer({ min: 0, max: 4 }).map((value) => value > 0)
const proofs = fc.tuple(fc.constantFrom('document', 'liveness'), mostlyGood, ages).map((how) => proof(...how))
const calls = fc.tuple(anyReviewer, ages).map(([by, age]) => review('startCall', by, age))
const approvals = fc.tuple(anyReviewer, ages).map(([by, age]) => review('approve', by, age))
const edges = fc.tuple(fc.constantFrom('due', 'call', 'call', 'escalation', 'validity'), fc.constantFrom(-1, 0, 1))

/** Two proofs, a call and an approval, so that random runs reach the states after them. */
const completeReview = anyReviewer.map((by) => [
  submit,
  proof('document', true, 0),
  proof('liveness', true, 0),
  review('startCall', by, 0),
  wait(minuteMs),
  review('approve', by, 0),
])

function inOrder(steps: readonly Command[]): Command {
  return {
    check: () => true,
    toString: () => steps.map(String).join(', '),
    async run(model, world) {
      for (const step of steps) await step.run(model, world)
    },
  }
}

/** Everything that can happen to the requests of one user. A repeated entry happens more often. */
export const requestCommands: readonly fc.Arbitrary<Command>[] = [
  fc.constant(submit),
  completeReview.map(inOrder),
  completeReview.map(inOrder),
  proofs,
  proofs,
  proofs,
  calls,
  calls,
  approvals,
  approvals,
  fc.tuple(anyReviewer, ages).map(([by, age]) => review('deny', by, age)),
  fc
    .tuple(fc.constantFrom('edit', 'collect', 'collect', 'cancel'), ages)
    .map(([transition, age]) => requester(transition, age)),
  fc.tuple(fc.constantFrom('collect'), ages).map(([transition, age]) => requester(transition, age)),
  edges.map((to) => waitTo(...to)),
  edges.map((to) => waitTo(...to)),
  fc.constantFrom(1, 15 * secondMs, minuteMs, hourMs, 5 * hourMs).map(wait),
  fc
    .tuple(fc.record({ isAway: fc.boolean(), isEnabled: mostlyGood }), fc.constantFrom('dev', 'sam', undefined))
    .map((how) => organise(...how)),
  fc.boolean().map(setDual),
  fc.constant(maintain),
]
