import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { InvalidTransitionError, NotAuthorizedError } from '../../src/errors.js'
import type { Requests } from '../../src/requests/api.js'
import { minuteMs } from '../support/clock.js'
import { countOf, processesOf, runs } from '../support/races.js'
import { admin } from '../support/world.js'
import type { ClientRequest, RequestWorld } from '../verbs/requests/request-world.js'
import { as, createRequestWorld, dualControl, good } from '../verbs/requests/request-world.js'

interface Race {
  readonly world: RequestWorld
  readonly here: Requests
  readonly there: Requests
  readonly tap: Tap
}

const justification = 'Known voice'

/** Runs calls of two processes on one store, in every order. */
function inAnyOrder(
  run: (race: Race, clientRequest: ClientRequest) => Promise<void>,
  from: 'awaiting' | 'inCall' | 'approved',
  share = 0.3,
) {
  return fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = createRequestWorld({ requests: { notifyReviewer: undefined } })
      const clientRequest = await world[from]()
      world.clock.advance(minuteMs)
      const [here, there] = processesOf(world, scheduler, 2)
      if (!here || !there) throw new Error('There are no processes')
      const racing = run(
        { world, here: world.requestsOn(here), there: world.requestsOn(there), tap: there },
        clientRequest,
      )
      await scheduler.waitFor(racing)
    }),
    runs(share),
  )
}

/** Returns `'refused'` for a refused call. Any other error fails the test. */
async function outcomeOf(work: Promise<{ readonly ok?: boolean } | object>): Promise<'accepted' | 'refused'> {
  try {
    const answer = await work
    return 'ok' in answer && answer.ok === false ? 'refused' : 'accepted'
  } catch (error) {
    if (error instanceof InvalidTransitionError || error instanceof NotAuthorizedError) return 'refused'
    throw error
  }
}

describe('requests, in every order of parallel calls', () => {
  it('give a call to one of two reviewers', () =>
    inAnyOrder(async ({ world, here, there }, { requestId }) => {
      const ends = await Promise.all([
        outcomeOf(here.startCall({ actor: as('mona'), requestId })),
        outcomeOf(there.startCall({ actor: as('dev'), requestId })),
      ])
      expect(countOf(ends, 'accepted')).toBe(1)
      const request = await world.requests.get({ actor: as('grace'), requestId })
      expect(request?.call?.reviewerId).toBe(ends[0] === 'accepted' ? 'mona' : 'dev')
      expect(request?.history.filter(({ transition }) => transition === 'startCall')).toHaveLength(1)
    }, 'awaiting'))

  it('are never collected once they are cancelled, with or without an approval', () =>
    inAnyOrder(async ({ world, here, there }, clientRequest) => {
      const { requestId } = clientRequest
      const [approved, cancelled] = await Promise.all([
        outcomeOf(here.approve({ actor: as('mona'), requestId, justification })),
        outcomeOf(there.cancel(clientRequest)),
      ])
      expect(cancelled).toBe('accepted')
      expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'cancelled' })
      expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: false })
      const transitions = (await world.requests.get({ actor: as('grace'), requestId }))?.history.map(
        ({ transition }) => transition,
      )
      expect(transitions?.includes('approve')).toBe(approved === 'accepted')
    }, 'inCall'))

  it('are denied for good, with or without an approval', () =>
    inAnyOrder(async ({ world, here, there }, clientRequest) => {
      const { requestId } = clientRequest
      const [, denied] = await Promise.all([
        outcomeOf(here.approve({ actor: as('mona'), requestId, justification })),
        outcomeOf(there.deny({ actor: as('dev'), requestId, justification })),
      ])
      expect(denied).toBe('accepted')
      expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'denied' })
      const again = await world.submitted()
      expect(await world.prove(again, 'liveness')).toMatchObject({ state: 'proving' })
    }, 'inCall'))

  it('are collected once, and lead to one pass', () =>
    inAnyOrder(async ({ world, here, there }, clientRequest) => {
      const collected = await Promise.all([
        here.collect(clientRequest),
        there.collect(clientRequest),
        there.collect(clientRequest),
      ])
      const codes = collected.flatMap((answer) => (answer.ok ? [answer.pass.temporaryAccessPass] : []))
      expect(codes).toHaveLength(1)
      expect(await world.enter(codes[0] ?? '', 'rhea')).toBe('signedIn')
      expect(world.events.filter(({ type }) => type === 'pass.created')).toHaveLength(1)
    }, 'approved'))

  it('that are edited after the approval are collected as approved, or not at all', () =>
    inAnyOrder(async ({ world, here, there }, clientRequest) => {
      const [edited, collected] = await Promise.all([
        outcomeOf(here.edit({ ...clientRequest, contact: 'elsewhere' })),
        outcomeOf(there.collect(clientRequest)),
      ])
      expect(countOf([edited, collected], 'accepted')).toBe(1)
      const request = await world.requests.get({ actor: as('grace'), requestId: clientRequest.requestId })
      expect(request).toMatchObject(
        edited === 'accepted'
          ? { state: 'awaitingReview', contact: 'elsewhere', approvals: [] }
          : { state: 'collected', contact: undefined },
      )
    }, 'approved'))

  it('that are edited during the approval await a review again', () =>
    inAnyOrder(async ({ world, here, there }, clientRequest) => {
      const { requestId } = clientRequest
      await Promise.all([
        outcomeOf(here.edit({ ...clientRequest, contact: 'elsewhere' })),
        outcomeOf(there.approve({ actor: as('mona'), requestId, justification })),
      ])
      expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'awaitingReview' })
      expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: false })
    }, 'inCall'))

  it('are not reviewed by a manager’s manager once there is a new delegate', () =>
    inAnyOrder(async ({ world, here }, clientRequest) => {
      const mona = world.users.get('mona')
      if (!mona) throw new Error('There is no manager')
      world.users.set('mona', { ...mona, isAway: true, delegateId: undefined })
      const { requestId } = clientRequest
      const calling = outcomeOf(here.startCall({ actor: as('max'), requestId }))
      world.users.set('mona', { ...mona, isAway: true, delegateId: 'sam' })
      const [called] = await Promise.all([calling, outcomeOf(here.startCall({ actor: as('sam'), requestId }))])
      world.clock.advance(minuteMs)
      const approved = await outcomeOf(world.requests.approve({ actor: as('max'), requestId, justification }))
      expect([called, approved]).toEqual(['refused', 'refused'])
    }, 'awaiting'))

  it('lead to no pass with one approval once dual control applies', () =>
    inAnyOrder(async ({ world, here, tap }, clientRequest) => {
      const everyone = { targetType: 'group', id: 'all_users' } as const
      const [, collected] = await Promise.all([
        tap.policy.update({ actor: admin, patch: dualControl(everyone) }),
        outcomeOf(here.collect(clientRequest)),
      ])
      const { state } = await world.requests.status(clientRequest)
      expect(state).toBe(collected === 'accepted' ? 'collected' : 'awaitingReview')
    }, 'approved'))

  it('have two proofs accepted only if one was compared with the other', () =>
    inAnyOrder(
      async ({ world, here, there }) => {
        const clientRequest = await world.submitted('sam')
        const before = world.challenges.length
        await Promise.all([
          here.prove({ ...clientRequest, prover: 'document', presented: good }),
          there.prove({ ...clientRequest, prover: 'liveness', presented: good }),
        ])
        const compared = world.challenges.slice(before).filter(({ accepted }) => accepted.length > 0)
        const reading = () => world.requests.get({ actor: as('grace'), requestId: clientRequest.requestId })
        const request = await reading()
        expect(request?.state).toBe(compared.length === 1 ? 'awaitingReview' : 'proving')
        expect(request?.proofs).toHaveLength(compared.length === 1 ? 2 : 1)
        // The refused proof may be repeated.
        if (compared.length === 0) {
          const isDocumentMissing = request?.proofs[0]?.prover === 'liveness'
          await world.prove(clientRequest, isDocumentMissing ? 'document' : 'liveness')
        }
        expect(await reading()).toMatchObject({ state: 'awaitingReview' })
      },
      'awaiting',
      0.15,
    ))
})
