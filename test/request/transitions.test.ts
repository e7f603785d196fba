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
import { accepted, aRequest, failed, handed, making, max, mona, startMs } from './requests.js'

const justification = 'Known voice'
const submitted = aRequest('submitted')
const earlier = { requestId: 'r0', provedAtMs: startMs - dayMs }

// Written out by hand, and read from nowhere in src/: where each move leads from each state, long enough after it began.
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

const moves: { readonly [Move in RequestedTransition]: (request: RequestRecord, nowMs: number) => TransitionResult } = {
  prove: (request, nowMs) => prove(request, 'liveness', accepted, handed(request), making(nowMs)),
  edit: (request, nowMs) => edit(request, 'another number', making(nowMs)),
  startCall: (request, nowMs) => startCall(request, mona, making(nowMs, 'mona')),
  approve: (request, nowMs) => approve(request, mona, { justification, approvalsNeeded: 1 }, making(nowMs, 'mona')),
  deny: (request, nowMs) => deny(request, 'Not her', making(nowMs, 'mona')),
  collect: (request, nowMs) => collect(request, { passId: 'p1', approvalsNeeded: 1 }, making(nowMs)),
  cancel: (request, nowMs) => cancel(request, making(nowMs)),
}

describe('a move', () => {
  it.each(cells)('from %s, "%s": %s', (state, move, end) => {
    const request = state === 'proving' ? proving() : aRequest(state)
    const nowMs = startMs + 15 * secondMs
    const judged = moves[move](request, nowMs)
    if (end === '-') expect(judged).toEqual({ ok: false, reason: 'wrongState', state, next: undefined })
    else {
      expect(judged).toMatchObject({ ok: true, next: { state: end } })
      if (!judged.ok) return
      const last = judged.next.history.at(-1)
      expect(last).toMatchObject({
        transition: move,
        state: end,
        atMs: nowMs,
        by: { id: expect.stringMatching(/rhea|mona/) },
      })
      if (move === 'approve' || move === 'deny') expect(last?.justification).toBeTruthy()
    }
  })

  it.each(Object.keys(moves) as RequestedTransition[])(
    '"%s" is refused once the state has run out, and what ran out is on record',
    (move) => {
      for (const state of ['submitted', 'awaitingReview', 'approved'] as const) {
        const judged = moves[move](aRequest(state), startMs + dayMs)
        expect(judged).toMatchObject({ ok: false, reason: 'wrongState', state: 'expired', next: { state: 'expired' } })
      }
    },
  )

  it('is refused after forty, but for those that end it', () => {
    const history = Array.from({ length: 40 }, () => aRequest('submitted').history[0]).filter(
      (moved) => moved !== undefined,
    )
    const nowMs = startMs + 15 * secondMs
    expect(moves.edit(aRequest('awaitingReview', { history }), nowMs)).toMatchObject({ reason: 'tooManyTransitions' })
    expect(moves.startCall(aRequest('awaitingReview', { history }), nowMs)).toMatchObject({
      reason: 'tooManyTransitions',
    })
    for (const move of ['deny', 'cancel', 'collect'] as const) {
      expect(moves[move](aRequest('approved', { history }), nowMs).ok, move).toBe(true)
    }
  })
})

describe('the clock, to the millisecond', () => {
  it('lets a call start within 24 hours of the asking', () => {
    const at = (nowMs: number) => startCall(aRequest('awaitingReview'), mona, making(nowMs)).ok
    expect([dayMs - 1, dayMs, dayMs + 1].map((ms) => at(startMs + ms))).toEqual([true, false, false])
  })

  it('lets a call count from its 15th second on', () => {
    const at = (ms: number) => moves.approve(aRequest('inCall'), startMs + ms)
    expect(at(15 * secondMs - 1)).toMatchObject({ ok: false, reason: 'callTooShort', state: 'inCall' })
    expect([15 * secondMs, 15 * secondMs + 1].map((ms) => at(ms).ok)).toEqual([true, true])
    expect(at(-hourMs)).toMatchObject({ ok: false, reason: 'callTooShort' })
  })

  it('ends a call that nobody decided after an hour, and asks again while there is time', () => {
    const before = applyExpiry(aRequest('inCall'), startMs + hourMs - 1)
    expect(before.state).toBe('inCall')
    const after = applyExpiry(aRequest('inCall'), startMs + hourMs)
    expect(after).toMatchObject({ state: 'awaitingReview', dueAtMs: startMs + dayMs, call: undefined })
    expect(after.history.at(-1)).toMatchObject({
      transition: 'endCall',
      atMs: startMs + hourMs,
      by: { kind: 'system', id: 'clock' },
    })
    expect(startCall(after, max, making(startMs + hourMs)).ok).toBe(true)
  })

  it('expires a call that was started at the last moment and not decided in its hour', () => {
    const startedAtMs = startMs + dayMs - 1
    const judged = startCall(aRequest('awaitingReview'), mona, making(startedAtMs))
    if (!judged.ok) throw new Error('Refused')
    expect(applyExpiry(judged.next, startedAtMs + hourMs - 1).state).toBe('inCall')
    expect(applyExpiry(judged.next, startedAtMs + hourMs)).toMatchObject({ state: 'expired', dueAtMs: undefined })
  })

  it.each(['submitted', 'awaitingReview', 'approved'] as const)('expires what is %s after its 24 hours', (state) => {
    const at = (ms: number) => applyExpiry(aRequest(state), startMs + ms).state
    expect([dayMs - 1, dayMs, dayMs + 1].map(at)).toEqual([state, 'expired', 'expired'])
  })

  it('erases evidence at its time, and leaves the decision', () => {
    const proofsAt = (ms: number) => applyExpiry(aRequest('collected'), startMs + ms).proofs
    const kept = { isAccepted: true, assurance: 'IAL2', atMs: startMs }
    expect(proofsAt(30 * dayMs - 1).every(({ evidence }) => evidence !== undefined)).toBe(true)
    for (const ms of [30 * dayMs, 30 * dayMs + 1]) {
      for (const proof of proofsAt(ms)) expect(proof).toMatchObject({ ...kept, evidence: undefined })
    }
  })

  it('writes nothing twice, and never takes a state back, whatever order it is looked at in', () => {
    const states: readonly RequestState[] = ['submitted', 'awaitingReview', 'inCall', 'approved', 'collected', 'denied']
    const times = fc.array(fc.integer({ min: -dayMs, max: 40 * dayMs }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...states), times, (state, looks) => {
        let request = aRequest(state)
        let isExpired = false
        for (const ms of looks) {
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
  it('lead to a reviewer once a set is complete, in any order', () => {
    for (const order of [
      ['document', 'liveness'],
      ['liveness', 'document'],
    ] as const) {
      let request = aRequest('submitted')
      for (const [index, prover] of order.entries()) {
        const judged = prove(request, prover, accepted, handed(request), making(startMs + index))
        if (!judged.ok) throw new Error(judged.reason)
        request = judged.next
        expect(request.state).toBe(index === 0 ? 'proving' : 'awaitingReview')
      }
      expect(request).toMatchObject({ dueAtMs: startMs + 1 + dayMs, review: { sinceMs: startMs + 1 } })
    }
    const one = prove(submitted, 'verifiedCredential', accepted, handed(submitted), making())
    expect(one).toMatchObject({ next: { state: 'awaitingReview' } })
  })

  it('that fail lead nowhere, and an accepted one is not checked again', () => {
    const after = prove(submitted, 'document', failed, handed(submitted, earlier), making())
    expect(after).toMatchObject({ next: { state: 'proving', proofs: [{ prover: 'document', isAccepted: false }] } })
    if (!after.ok) return
    const second = prove(after.next, 'document', accepted, handed(after.next), making())
    expect(second).toMatchObject({ next: { proofs: [{ isAccepted: true }] } })
    if (second.ok) {
      const third = prove(second.next, 'document', failed, handed(second.next), making())
      expect(third).toMatchObject({ ok: false, reason: 'alreadyProved' })
    }
  })

  it('of somebody whose earlier proof is valid need no reviewer: liveness alone, and nothing less', () => {
    const returning = handed(submitted, earlier)
    const live = prove(submitted, 'liveness', accepted, returning, making())
    expect(live).toMatchObject({ next: { state: 'approved', reusedProofOf: 'r0', dueAtMs: startMs + dayMs } })
    if (live.ok) expect(collect(live.next, { passId: 'p', approvalsNeeded: 1 }, making()).ok).toBe(true)
    expect(prove(submitted, 'document', accepted, returning, making())).toMatchObject({
      next: { state: 'proving' },
    })
    expect(prove(submitted, 'liveness', failed, returning, making())).toMatchObject({
      next: { state: 'proving' },
    })
  })
})

describe('an accepted proof', () => {
  it('counts only beside those that the prover was handed, and may be made again', () => {
    const face = prove(submitted, 'liveness', accepted, handed(submitted), making())
    if (!face.ok) throw new Error('Refused')
    const blind = prove(face.next, 'document', accepted, handed(submitted), making())
    expect(blind).toMatchObject({ ok: false, reason: 'notCompared', state: 'proving' })
    const seeing = prove(face.next, 'document', accepted, handed(face.next), making())
    expect(seeing).toMatchObject({ ok: true, next: { state: 'awaitingReview' } })
    // A no is a no, whatever it was compared with.
    expect(prove(face.next, 'document', failed, handed(submitted), making()).ok).toBe(true)
  })

  it('stands in for a reviewer only by the earlier proof that it was compared with', () => {
    for (const compared of [undefined, { requestId: 'another', provedAtMs: earlier.provedAtMs }]) {
      const judged = prove(submitted, 'liveness', accepted, { ...handed(submitted, compared), earlier }, making())
      expect(judged).toMatchObject({ next: { state: 'proving' } })
    }
  })

  it('stands in for nobody once the earlier proof was voided', () => {
    const live = prove(submitted, 'liveness', accepted, handed(submitted, earlier), making())
    if (!live.ok) throw new Error('Refused')
    const collecting = (invalidatedAtMs: number) =>
      collect(live.next, { passId: 'p', approvalsNeeded: 1, invalidatedAtMs }, making())
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
  const judged = prove(submitted, 'document', failed, handed(submitted), making())
  if (!judged.ok) throw new Error('Refused')
  return judged.next
}
