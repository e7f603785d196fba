import { describe, expect, it } from 'vitest'
import { validApprovals } from '../../src/requests/model/approvals.js'
import type { RequestRecord } from '../../src/requests/model/request.js'
import { collect, undoCollect } from '../../src/requests/model/transitions/collect.js'
import { applyExpiry } from '../../src/requests/model/transitions/expiry.js'
import { prove } from '../../src/requests/model/transitions/prove.js'
import { edit } from '../../src/requests/model/transitions/requester.js'
import { approve, startCall } from '../../src/requests/model/transitions/review.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'
import { accepted, aRequest, comparedNow, context, max, mona, startMs } from './requests.js'

const justification = 'Known voice'

describe('an approval', () => {
  it('holds for exactly the request of the call: an edit invalidates it', () => {
    const { next } = edited(aRequest('approved'))
    expect(next).toMatchObject({ state: 'awaitingReview', approvals: [], call: undefined })
    expect(collect(next, { passId: 'p', approvalsNeeded: 1 }, context()).ok).toBe(false)
    // Also if an attacker restores the list of approvals.
    const restored = { ...next, state: 'approved' as const, approvals: aRequest('approved').approvals }
    expect(validApprovals(restored)).toBe(0)
    expect(collect(restored, { passId: 'p', approvalsNeeded: 1 }, context())).toMatchObject({
      reason: 'approvalMissing',
    })
  })

  it('by an earlier proof is invalid after an edit: the whole proof is needed', () => {
    const earlier = { requestId: 'r0', provedAtMs: startMs - dayMs }
    const submitted = aRequest('submitted')
    const live = prove(submitted, 'liveness', accepted, comparedNow(submitted, earlier), context())
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

  it('stays valid when the evidence is erased', () => {
    const approved = aRequest('approved', { dueAtMs: startMs + 60 * dayMs })
    expect(validApprovals(applyExpiry(approved, startMs + 31 * dayMs))).toBe(1)
  })

  it('of one reviewer counts once if two are needed', () => {
    const first = approve(
      aRequest('inCall'),
      mona,
      { justification, approvalsNeeded: 2 },
      context(startMs + minuteMs, 'mona'),
    )
    if (!first.ok) throw new Error('Refused')
    expect(first.next).toMatchObject({ state: 'awaitingReview', dueAtMs: startMs + minuteMs + dayMs })
    expect(startCall(first.next, mona, context(startMs + minuteMs))).toMatchObject({ reason: 'alreadyApproved' })
    const twice = { ...first.next, approvals: [...first.next.approvals, ...first.next.approvals] }
    expect(validApprovals(twice)).toBe(1)
    const call = startCall(first.next, max, context(startMs + minuteMs, 'max'))
    if (!call.ok) throw new Error('Refused')
    const second = approve(
      call.next,
      max,
      { justification, approvalsNeeded: 2 },
      context(startMs + 2 * minuteMs, 'max'),
    )
    expect(second).toMatchObject({ next: { state: 'approved' } })
  })

  it('needs the reviewer’s own call, and no reviewer takes over a call', () => {
    const nowMs = startMs + minuteMs
    expect(approve(aRequest('inCall'), max, { justification, approvalsNeeded: 1 }, context(nowMs))).toMatchObject({
      reason: 'notInCall',
    })
    expect(startCall(aRequest('inCall'), max, context(nowMs))).toMatchObject({ reason: 'notInCall' })
    expect(startCall(aRequest('inCall'), { id: 'mona', incarnation: '2' }, context(nowMs))).toMatchObject({
      reason: 'notInCall',
    })
  })

  it('is refused if the request is not the one that the call was about', () => {
    const call = { reviewer: mona, startedAtMs: startMs, digest: 'of another request' }
    const result = approve(
      aRequest('inCall', { call }),
      mona,
      { justification, approvalsNeeded: 1 },
      context(startMs + minuteMs),
    )
    expect(result).toMatchObject({ ok: false, reason: 'wrongState' })
  })

  it('is used once, and the request returns to review if the policy now needs two', () => {
    const used = collect(aRequest('approved'), { passId: 'p1', approvalsNeeded: 1 }, context())
    if (!used.ok) throw new Error('Refused')
    expect(collect(used.next, { passId: 'p2', approvalsNeeded: 1 }, context())).toMatchObject({ reason: 'wrongState' })
    const missing = collect(aRequest('approved'), { passId: 'p1', approvalsNeeded: 2 }, context())
    expect(missing).toMatchObject({ reason: 'approvalMissing', next: { state: 'awaitingReview', approvals: [{}] } })
  })

  it('is given back to the collection that failed only, with its old deadline', () => {
    const used = collect(
      aRequest('approved', { history: approvedHistory() }),
      { passId: 'p1', approvalsNeeded: 1 },
      context(),
    )
    if (!used.ok) throw new Error('Refused')
    expect(undoCollect(used.next, 'p2', context())).toBeUndefined()
    const back = undoCollect(used.next, 'p1', context(startMs + hourMs))
    expect(back).toMatchObject({ state: 'approved', passId: undefined, dueAtMs: startMs + dayMs })
    expect(back && collect(back, { passId: 'p2', approvalsNeeded: 1 }, context(startMs + hourMs)).ok).toBe(true)
  })

  it('of a decoy leads to no pass', () => {
    const decoy = aRequest('approved', { user: undefined, decoy: 'unknownUser' })
    expect(collect(decoy, { passId: 'p', approvalsNeeded: 1 }, context())).toMatchObject({
      ok: false,
      reason: 'wrongState',
    })
  })
})

function edited(request: RequestRecord): { readonly next: RequestRecord } {
  const result = edit(request, 'elsewhere', context())
  if (!result.ok) throw new Error('Refused')
  return result
}

function approvedHistory(): RequestRecord['history'] {
  return [{ transition: 'approve', state: 'approved', atMs: startMs, by: { kind: 'user', id: 'mona' }, justification }]
}
