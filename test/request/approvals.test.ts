import { describe, expect, it } from 'vitest'
import { validApprovals } from '../../src/requests/model/approvals.js'
import type { RequestRecord } from '../../src/requests/model/request.js'
import { collect, undoCollect } from '../../src/requests/model/transitions/collect.js'
import { applyExpiry } from '../../src/requests/model/transitions/expiry.js'
import { prove } from '../../src/requests/model/transitions/prove.js'
import { edit } from '../../src/requests/model/transitions/requester.js'
import { approve, startCall } from '../../src/requests/model/transitions/review.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'
import { accepted, aRequest, handed, making, max, mona, startMs } from './requests.js'

const justification = 'Known voice'

describe('an approval', () => {
  it('is of exactly the request that was talked about: any edit voids it', () => {
    const { next } = edited(aRequest('approved'))
    expect(next).toMatchObject({ state: 'awaitingReview', approvals: [], call: undefined })
    expect(collect(next, { passId: 'p', approvalsNeeded: 1 }, making()).ok).toBe(false)
    // Even if the list of approvals were put back.
    const restored = { ...next, state: 'approved' as const, approvals: aRequest('approved').approvals }
    expect(validApprovals(restored)).toBe(0)
    expect(collect(restored, { passId: 'p', approvalsNeeded: 1 }, making())).toMatchObject({
      reason: 'approvalMissing',
    })
  })

  it('by proof alone is voided by an edit, too: then everything is needed', () => {
    const earlier = { requestId: 'r0', provedAtMs: startMs - dayMs }
    const submitted = aRequest('submitted')
    const live = prove(submitted, 'liveness', accepted, handed(submitted, earlier), making())
    if (!live.ok) throw new Error('Refused')
    expect(edited(live.next).next).toMatchObject({ state: 'proving', reusedProofOf: undefined })
  })

  it.each([
    { contact: 'elsewhere' },
    { ticket: 'INC-2' },
    { justification: 'another' },
    { user: { id: 'sam' } },
    { user: { id: 'rhea', incarnation: '2' } },
    { opener: { id: 'grace' } },
    { clientBinding: 'another browser' },
    { id: '00000000-0000-4000-8000-000000000002' },
    { proofs: [] },
  ])('does not count for %j', (change) => {
    expect(validApprovals(aRequest('approved'))).toBe(1)
    expect(validApprovals({ ...aRequest('approved'), ...change })).toBe(0)
  })

  it('survives the erasing of evidence', () => {
    const approved = aRequest('approved', { dueAtMs: startMs + 60 * dayMs })
    expect(validApprovals(applyExpiry(approved, startMs + 31 * dayMs))).toBe(1)
  })

  it('of one person counts once where two are needed', () => {
    const first = approve(
      aRequest('inCall'),
      mona,
      { justification, approvalsNeeded: 2 },
      making(startMs + minuteMs, 'mona'),
    )
    if (!first.ok) throw new Error('Refused')
    expect(first.next).toMatchObject({ state: 'awaitingReview', dueAtMs: startMs + minuteMs + dayMs })
    expect(startCall(first.next, mona, making(startMs + minuteMs))).toMatchObject({ reason: 'alreadyApproved' })
    const twice = { ...first.next, approvals: [...first.next.approvals, ...first.next.approvals] }
    expect(validApprovals(twice)).toBe(1)
    const call = startCall(first.next, max, making(startMs + minuteMs, 'max'))
    if (!call.ok) throw new Error('Refused')
    const second = approve(call.next, max, { justification, approvalsNeeded: 2 }, making(startMs + 2 * minuteMs, 'max'))
    expect(second).toMatchObject({ next: { state: 'approved' } })
  })

  it('is given in one’s own call only, and nobody takes a call from somebody else', () => {
    const nowMs = startMs + minuteMs
    expect(approve(aRequest('inCall'), max, { justification, approvalsNeeded: 1 }, making(nowMs))).toMatchObject({
      reason: 'notInCall',
    })
    expect(startCall(aRequest('inCall'), max, making(nowMs))).toMatchObject({ reason: 'notInCall' })
    expect(startCall(aRequest('inCall'), { id: 'mona', incarnation: '2' }, making(nowMs))).toMatchObject({
      reason: 'notInCall',
    })
  })

  it('is not given to a request that is not the one talked about, however that came to be', () => {
    const call = { reviewer: mona, startedAtMs: startMs, digest: 'of another request' }
    const judged = approve(
      aRequest('inCall', { call }),
      mona,
      { justification, approvalsNeeded: 1 },
      making(startMs + minuteMs),
    )
    expect(judged).toMatchObject({ ok: false, reason: 'wrongState' })
  })

  it('is used once, and asked for anew where the policy wants a second since', () => {
    const used = collect(aRequest('approved'), { passId: 'p1', approvalsNeeded: 1 }, making())
    if (!used.ok) throw new Error('Refused')
    expect(collect(used.next, { passId: 'p2', approvalsNeeded: 1 }, making())).toMatchObject({ reason: 'wrongState' })
    const missing = collect(aRequest('approved'), { passId: 'p1', approvalsNeeded: 2 }, making())
    expect(missing).toMatchObject({ reason: 'approvalMissing', next: { state: 'awaitingReview', approvals: [{}] } })
  })

  it('is given back to the collection that failed, and to no other, for as long as it would have lasted', () => {
    const used = collect(
      aRequest('approved', { history: approvedHistory() }),
      { passId: 'p1', approvalsNeeded: 1 },
      making(),
    )
    if (!used.ok) throw new Error('Refused')
    expect(undoCollect(used.next, 'p2', making())).toBeUndefined()
    const back = undoCollect(used.next, 'p1', making(startMs + hourMs))
    expect(back).toMatchObject({ state: 'approved', passId: undefined, dueAtMs: startMs + dayMs })
    expect(back && collect(back, { passId: 'p2', approvalsNeeded: 1 }, making(startMs + hourMs)).ok).toBe(true)
  })

  it('of nobody’s request leads to nothing', () => {
    const decoy = aRequest('approved', { user: undefined, decoy: 'unknownUser' })
    expect(collect(decoy, { passId: 'p', approvalsNeeded: 1 }, making())).toMatchObject({
      ok: false,
      reason: 'wrongState',
    })
  })
})

function edited(request: RequestRecord): { readonly next: RequestRecord } {
  const judged = edit(request, 'elsewhere', making())
  if (!judged.ok) throw new Error('Refused')
  return judged
}

function approvedHistory(): RequestRecord['history'] {
  return [{ transition: 'approve', state: 'approved', atMs: startMs, by: { kind: 'user', id: 'mona' }, justification }]
}
