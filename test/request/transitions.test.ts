import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestState } from '../../src/core/event/request-vocabulary.js'
import type { RequestRecord } from '../../src/requests/model/request.js'
import type { RequestedTransition, TransitionResult } from '../../src/requests/model/transitions/apply-transition.js'
import { collect } from '../../src/requests/model/transitions/collect.js'
import { applyExpiry } from '../../src/requests/model/transitions/expiry.js'
import { prove } from '../../src/requests/model/transitions/prove.js'
import { cancel, edit } from '../../src/requests/model/transitions/requester.js'
import { approve, deny, startCall } from '../../src/requests/model/transitions/review.js'
import { dayMs, hourMs, secondMs } from '../support/clock.js'
import { accepted, aRequest, comparedNow, context, failed, max, mona, startMs } from './requests.js'

const justification = 'Known voice'
const submitted = aRequest('submitted')
const earlier = { requestId: 'r0', provedAtMs: startMs - dayMs }

// The state after each transition from each state, 15 seconds after that state began. Written by hand, not read from src/.
const table = `
state           prove           edit            startCall   approve     deny     collect     cancel
submitted       proving         submitted       -           -           -        -           cancelled
proving         proving         proving         -           -           -        -           cancelled
awaitingReview  -               awaitingReview  inCall      -           denied   -           cancelled
inCall          -               awaitingReview  inCall      approved    denied   -           cancelled
approved        -               awaitingReview  -           -           denied   collected   cancelled
collected       -               -               -           -           -        -           -
denied          -               -               -           -           -        -           -
expired         -               -               -           -           -        -           -
cancelled       -               -               -           -           -        -           -
`
const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/))
const cells = rows.flatMap(([state, ...ends]) =>
  ends.map((end, index) => [state as RequestState, header[index + 1] as RequestedTransition, end] as const),
)

const transitions: {
  readonly [Name in RequestedTransition]: (request: RequestRecord, nowMs: number) => TransitionResult
} = {
  prove: (request, nowMs) => prove(request, 'liveness', accepted, comparedNow(request), context(nowMs)),
  edit: (request, nowMs) => edit(request, 'another number', context(nowMs)),
  startCall: (request, nowMs) => startCall(request, mona, context(nowMs, 'mona')),
  approve: (request, nowMs) => approve(request, mona, { justification, approvalsNeeded: 1 }, context(nowMs, 'mona')),
  deny: (request, nowMs) => deny(request, 'Not her', context(nowMs, 'mona')),
  collect: (request, nowMs) => collect(request, { passId: 'p1', approvalsNeeded: 1 }, context(nowMs)),
  cancel: (request, nowMs) => cancel(request, context(nowMs)),
}

describe('a transition', () => {
  it.each(cells)('from %s, "%s": %s', (state, transition, end) => {
    const request = state === 'proving' ? proving() : aRequest(state)
    const nowMs = startMs + 15 * secondMs
    const result = transitions[transition](request, nowMs)
    if (end === '-') expect(result).toEqual({ ok: false, reason: 'wrongState', state, next: undefined })
    else {
      expect(result).toMatchObject({ ok: true, next: { state: end } })
      if (!result.ok) return
      const last = result.next.history.at(-1)
      expect(last).toMatchObject({
        transition,
        state: end,
        atMs: nowMs,
        by: { id: expect.stringMatching(/rhea|mona/) },
      })
      if (transition === 'approve' || transition === 'deny') expect(last?.justification).toBeTruthy()
    }
  })

  it.each(Object.keys(transitions) as RequestedTransition[])(
    '"%s" is refused after the deadline, and the expiry is stored',
    (transition) => {
      for (const state of ['submitted', 'awaitingReview', 'approved'] as const) {
        const result = transitions[transition](aRequest(state), startMs + dayMs)
        expect(result).toMatchObject({ ok: false, reason: 'wrongState', state: 'expired', next: { state: 'expired' } })
      }
    },
  )

  it('is refused after forty, unless it ends the request', () => {
    const history = Array.from({ length: 40 }, () => aRequest('submitted').history[0]).filter(
      (entry) => entry !== undefined,
    )
    const nowMs = startMs + 15 * secondMs
    expect(transitions.edit(aRequest('awaitingReview', { history }), nowMs)).toMatchObject({
      reason: 'tooManyTransitions',
    })
    expect(transitions.startCall(aRequest('awaitingReview', { history }), nowMs)).toMatchObject({
      reason: 'tooManyTransitions',
    })
    for (const transition of ['deny', 'cancel', 'collect'] as const) {
      expect(transitions[transition](aRequest('approved', { history }), nowMs).ok, transition).toBe(true)
    }
  })
})

describe('time, to the millisecond', () => {
  it('allows a call to start within 24 hours of the review', () => {
    const at = (nowMs: number) => startCall(aRequest('awaitingReview'), mona, context(nowMs)).ok
    expect([dayMs - 1, dayMs, dayMs + 1].map((ms) => at(startMs + ms))).toEqual([true, false, false])
  })

  it('allows an approval from the 15th second of the call on', () => {
    const at = (ms: number) => transitions.approve(aRequest('inCall'), startMs + ms)
    expect(at(15 * secondMs - 1)).toMatchObject({ ok: false, reason: 'callTooShort', state: 'inCall' })
    expect([15 * secondMs, 15 * secondMs + 1].map((ms) => at(ms).ok)).toEqual([true, true])
    expect(at(-hourMs)).toMatchObject({ ok: false, reason: 'callTooShort' })
  })

  it('ends a call after an hour without a decision, and another can start before the deadline', () => {
    const before = applyExpiry(aRequest('inCall'), startMs + hourMs - 1)
    expect(before.state).toBe('inCall')
    const after = applyExpiry(aRequest('inCall'), startMs + hourMs)
    expect(after).toMatchObject({ state: 'awaitingReview', dueAtMs: startMs + dayMs, call: undefined })
    expect(after.history.at(-1)).toMatchObject({
      transition: 'endCall',
      atMs: startMs + hourMs,
      by: { kind: 'system', id: 'clock' },
    })
    expect(startCall(after, max, context(startMs + hourMs)).ok).toBe(true)
  })

  it('expires a call that started just before the deadline, after its hour', () => {
    const startedAtMs = startMs + dayMs - 1
    const result = startCall(aRequest('awaitingReview'), mona, context(startedAtMs))
    if (!result.ok) throw new Error('Refused')
    expect(applyExpiry(result.next, startedAtMs + hourMs - 1).state).toBe('inCall')
    expect(applyExpiry(result.next, startedAtMs + hourMs)).toMatchObject({ state: 'expired', dueAtMs: undefined })
  })

  it.each(['submitted', 'awaitingReview', 'approved'] as const)(
    'expires a request that was %s for 24 hours',
    (state) => {
      const at = (ms: number) => applyExpiry(aRequest(state), startMs + ms).state
      expect([dayMs - 1, dayMs, dayMs + 1].map(at)).toEqual([state, 'expired', 'expired'])
    },
  )

  it('erases evidence after its retention, and keeps the decision', () => {
    const proofsAt = (ms: number) => applyExpiry(aRequest('collected'), startMs + ms).proofs
    const kept = { isAccepted: true, assurance: 'IAL2', atMs: startMs }
    expect(proofsAt(30 * dayMs - 1).every(({ evidence }) => evidence !== undefined)).toBe(true)
    for (const ms of [30 * dayMs, 30 * dayMs + 1]) {
      for (const proof of proofsAt(ms)) expect(proof).toMatchObject({ ...kept, evidence: undefined })
    }
  })

  it('never changes a state back, at whatever times it is read', () => {
    const states: readonly RequestState[] = ['submitted', 'awaitingReview', 'inCall', 'approved', 'collected', 'denied']
    const times = fc.array(fc.integer({ min: -dayMs, max: 40 * dayMs }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...states), times, (state, readTimes) => {
        let request = aRequest(state)
        let isExpired = false
        for (const ms of readTimes) {
          const next = applyExpiry(request, startMs + ms)
          expect(applyExpiry(next, startMs + ms)).toBe(next)
          if (isExpired) expect(next.state).toBe('expired')
          isExpired = next.state === 'expired'
          request = next
        }
      }),
    )
  })
})

describe('proofs', () => {
  it('lead to a review once a set is complete, in any order', () => {
    for (const order of [
      ['document', 'liveness'],
      ['liveness', 'document'],
    ] as const) {
      let request = aRequest('submitted')
      for (const [index, prover] of order.entries()) {
        const result = prove(request, prover, accepted, comparedNow(request), context(startMs + index))
        if (!result.ok) throw new Error(result.reason)
        request = result.next
        expect(request.state).toBe(index === 0 ? 'proving' : 'awaitingReview')
      }
      expect(request).toMatchObject({ dueAtMs: startMs + 1 + dayMs, review: { sinceMs: startMs + 1 } })
    }
    const one = prove(submitted, 'verifiedCredential', accepted, comparedNow(submitted), context())
    expect(one).toMatchObject({ next: { state: 'awaitingReview' } })
  })

  it('that fail change no state, and an accepted one is not checked again', () => {
    const after = prove(submitted, 'document', failed, comparedNow(submitted, earlier), context())
    expect(after).toMatchObject({ next: { state: 'proving', proofs: [{ prover: 'document', isAccepted: false }] } })
    if (!after.ok) return
    const second = prove(after.next, 'document', accepted, comparedNow(after.next), context())
    expect(second).toMatchObject({ next: { proofs: [{ isAccepted: true }] } })
    if (second.ok) {
      const third = prove(second.next, 'document', failed, comparedNow(second.next), context())
      expect(third).toMatchObject({ ok: false, reason: 'alreadyProved' })
    }
  })

  it('need no review after a valid earlier proof: liveness alone is enough, nothing less', () => {
    const comparedWithEarlier = comparedNow(submitted, earlier)
    const live = prove(submitted, 'liveness', accepted, comparedWithEarlier, context())
    expect(live).toMatchObject({ next: { state: 'approved', reusedProofOf: 'r0', dueAtMs: startMs + dayMs } })
    if (live.ok) expect(collect(live.next, { passId: 'p', approvalsNeeded: 1 }, context()).ok).toBe(true)
    expect(prove(submitted, 'document', accepted, comparedWithEarlier, context())).toMatchObject({
      next: { state: 'proving' },
    })
    expect(prove(submitted, 'liveness', failed, comparedWithEarlier, context())).toMatchObject({
      next: { state: 'proving' },
    })
  })
})

describe('an accepted proof', () => {
  it('counts only if its prover received every accepted one, and may be repeated', () => {
    const face = prove(submitted, 'liveness', accepted, comparedNow(submitted), context())
    if (!face.ok) throw new Error('Refused')
    const blind = prove(face.next, 'document', accepted, comparedNow(submitted), context())
    expect(blind).toMatchObject({ ok: false, reason: 'notCompared', state: 'proving' })
    const seeing = prove(face.next, 'document', accepted, comparedNow(face.next), context())
    expect(seeing).toMatchObject({ ok: true, next: { state: 'awaitingReview' } })
    // A failed proof needs no comparison.
    expect(prove(face.next, 'document', failed, comparedNow(submitted), context()).ok).toBe(true)
  })

  it('replaces a reviewer only with the earlier proof that it was compared with', () => {
    for (const other of [undefined, { requestId: 'another', provedAtMs: earlier.provedAtMs }]) {
      const result = prove(submitted, 'liveness', accepted, { ...comparedNow(submitted, other), earlier }, context())
      expect(result).toMatchObject({ next: { state: 'proving' } })
    }
  })

  it('replaces no reviewer once the earlier proof was invalidated', () => {
    const live = prove(submitted, 'liveness', accepted, comparedNow(submitted, earlier), context())
    if (!live.ok) throw new Error('Refused')
    const collecting = (invalidatedAtMs: number) =>
      collect(live.next, { passId: 'p', approvalsNeeded: 1, invalidatedAtMs }, context())
    expect(collecting(earlier.provedAtMs - 1).ok).toBe(true)
    for (const invalidatedAtMs of [earlier.provedAtMs, startMs]) {
      expect(collecting(invalidatedAtMs)).toMatchObject({
        reason: 'approvalMissing',
        next: { state: 'proving', reusedProofOf: undefined },
      })
    }
  })
})

function proving(): RequestRecord {
  const result = prove(submitted, 'document', failed, comparedNow(submitted), context())
  if (!result.ok) throw new Error('Refused')
  return result.next
}
