import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { InvalidTransitionError, NotAuthorizedError } from '../../src/errors.js'
import type { Requests } from '../../src/requests/api.js'
import { minuteMs } from '../support/clock.js'
import { countOf, processesOf, runs } from '../support/races.js'
import { admin } from '../support/world.js'
import type { Held, RequestWorld } from '../verbs/requests/request-world.js'
import { as, createRequestWorld, dualControl, good } from '../verbs/requests/request-world.js'

interface Race {
  readonly world: RequestWorld
  readonly here: Requests
  readonly there: Requests
  readonly tap: Tap
}

const justification = 'Known voice'

/** Two processes on one store, whose calls meet in any order. */
function inAnyOrder(
  run: (race: Race, held: Held) => Promise<void>,
  from: 'awaiting' | 'inCall' | 'approved',
  share = 0.3,
) {
  return fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = createRequestWorld({ requests: { notifyReviewer: undefined } })
      const held = await world[from]()
      world.clock.advance(minuteMs)
      const [here, there] = processesOf(world, scheduler, 2)
      if (!here || !there) throw new Error('There are no processes')
      const racing = run({ world, here: world.requestsOn(here), there: world.requestsOn(there), tap: there }, held)
      await scheduler.waitFor(racing)
    }),
    runs(share),
  )
}

/** `'yes'`, or that it came too late. Anything else is a crash. */
async function ended(work: Promise<{ readonly ok?: boolean } | object>): Promise<'yes' | 'no'> {
  try {
    const answer = await work
    return 'ok' in answer && answer.ok === false ? 'no' : 'yes'
  } catch (error) {
    if (error instanceof InvalidTransitionError || error instanceof NotAuthorizedError) return 'no'
    throw error
  }
}

describe('requests, whatever comes between', () => {
  it('give a call to one of two reviewers', () =>
    inAnyOrder(async ({ world, here, there }, { requestId }) => {
      const ends = await Promise.all([
        ended(here.startCall({ actor: as('mona'), requestId })),
        ended(there.startCall({ actor: as('dev'), requestId })),
      ])
      expect(countOf(ends, 'yes')).toBe(1)
      const request = await world.requests.get({ actor: as('grace'), requestId })
      expect(request?.call?.reviewerId).toBe(ends[0] === 'yes' ? 'mona' : 'dev')
      expect(request?.history.filter(({ transition }) => transition === 'startCall')).toHaveLength(1)
    }, 'awaiting'))

  it('are approved, or cancelled, or approved and then cancelled: never collected once cancelled', () =>
    inAnyOrder(async ({ world, here, there }, held) => {
      const { requestId } = held
      const [yes, cancelled] = await Promise.all([
        ended(here.approve({ actor: as('mona'), requestId, justification })),
        ended(there.cancel(held)),
      ])
      expect(cancelled).toBe('yes')
      expect(await world.requests.status(held)).toMatchObject({ state: 'cancelled' })
      expect(await world.requests.collect(held)).toMatchObject({ ok: false })
      const moves = (await world.requests.get({ actor: as('grace'), requestId }))?.history.map(
        ({ transition }) => transition,
      )
      expect(moves?.includes('approve')).toBe(yes === 'yes')
    }, 'inCall'))

  it('are approved or denied: a no is the end of it', () =>
    inAnyOrder(async ({ world, here, there }, held) => {
      const { requestId } = held
      const [, no] = await Promise.all([
        ended(here.approve({ actor: as('mona'), requestId, justification })),
        ended(there.deny({ actor: as('dev'), requestId, justification })),
      ])
      expect(no).toBe('yes')
      expect(await world.requests.status(held)).toMatchObject({ state: 'denied' })
      const again = await world.submitted()
      expect(await world.prove(again, 'liveness')).toMatchObject({ state: 'proving' })
    }, 'inCall'))

  it('are collected once, and there is one pass', () =>
    inAnyOrder(async ({ world, here, there }, held) => {
      const collected = await Promise.all([here.collect(held), there.collect(held), there.collect(held)])
      const codes = collected.flatMap((answer) => (answer.ok ? [answer.pass.temporaryAccessPass] : []))
      expect(codes).toHaveLength(1)
      expect(await world.enter(codes[0] ?? '', 'rhea')).toBe('signedIn')
      expect(world.events.filter(({ type }) => type === 'pass.created')).toHaveLength(1)
    }, 'approved'))

  it('that are edited after the approval are collected as they were approved, or not at all', () =>
    inAnyOrder(async ({ world, here, there }, held) => {
      const [edited, collected] = await Promise.all([
        ended(here.edit({ ...held, contact: 'elsewhere' })),
        ended(there.collect(held)),
      ])
      expect(countOf([edited, collected], 'yes')).toBe(1)
      const request = await world.requests.get({ actor: as('grace'), requestId: held.requestId })
      expect(request).toMatchObject(
        edited === 'yes'
          ? { state: 'awaitingReview', contact: 'elsewhere', approvals: [] }
          : { state: 'collected', contact: undefined },
      )
    }, 'approved'))

  it('that are edited during the approval are approved as they were talked about, or not at all', () =>
    inAnyOrder(async ({ world, here, there }, held) => {
      const { requestId } = held
      await Promise.all([
        ended(here.edit({ ...held, contact: 'elsewhere' })),
        ended(there.approve({ actor: as('mona'), requestId, justification })),
      ])
      expect(await world.requests.status(held)).toMatchObject({ state: 'awaitingReview' })
      expect(await world.requests.collect(held)).toMatchObject({ ok: false })
    }, 'inCall'))

  it('are reviewed by whom the directory names when it is written: a delegate appointed meanwhile ends the turn of the one above', () =>
    inAnyOrder(async ({ world, here }, held) => {
      const mona = world.users.get('mona')
      if (!mona) throw new Error('There is no manager')
      world.users.set('mona', { ...mona, isAway: true, delegateId: undefined })
      const { requestId } = held
      const calling = ended(here.startCall({ actor: as('max'), requestId }))
      world.users.set('mona', { ...mona, isAway: true, delegateId: 'sam' })
      const [called] = await Promise.all([calling, ended(here.startCall({ actor: as('sam'), requestId }))])
      world.clock.advance(minuteMs)
      const yes = await ended(world.requests.approve({ actor: as('max'), requestId, justification }))
      expect([called, yes]).toEqual(['no', 'no'])
    }, 'awaiting'))

  it('meet a second person’s rule whenever it comes: no pass with one yes once it holds', () =>
    inAnyOrder(async ({ world, here, tap }, held) => {
      const everyone = { targetType: 'group', id: 'all_users' } as const
      const [, collected] = await Promise.all([
        tap.policy.update({ actor: admin, patch: dualControl(everyone) }),
        ended(here.collect(held)),
      ])
      const { state } = await world.requests.status(held)
      expect(state).toBe(collected === 'yes' ? 'collected' : 'awaitingReview')
    }, 'approved'))

  it('have no two proofs accepted that arrive together, unless one was compared with the other', () =>
    inAnyOrder(
      async ({ world, here, there }) => {
        const held = await world.submitted('sam')
        const before = world.challenges.length
        await Promise.all([
          here.prove({ ...held, prover: 'document', presented: good }),
          there.prove({ ...held, prover: 'liveness', presented: good }),
        ])
        const compared = world.challenges.slice(before).filter(({ accepted }) => accepted.length > 0)
        const reading = () => world.requests.get({ actor: as('grace'), requestId: held.requestId })
        const request = await reading()
        expect(request?.state).toBe(compared.length === 1 ? 'awaitingReview' : 'proving')
        expect(request?.proofs).toHaveLength(compared.length === 1 ? 2 : 1)
        // What came too early may be made again.
        if (compared.length === 0) {
          const isDocumentMissing = request?.proofs[0]?.prover === 'liveness'
          await world.prove(held, isDocumentMissing ? 'document' : 'liveness')
        }
        expect(await reading()).toMatchObject({ state: 'awaitingReview' })
      },
      'awaiting',
      0.15,
    ))
})
