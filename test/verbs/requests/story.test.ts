import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs, secondMs } from '../../support/clock.js'
import { requestRefused } from '../../support/refusals.js'
import { as, binding, createRequestWorld, good } from './request-world.js'

describe('a user without a credential', () => {
  it('submits, proves their identity, is called, and collects a pass for 30 minutes', async () => {
    const { requests, clock, tap, enter } = createRequestWorld()
    const submitted = await requests.submit({
      user: 'RHEA@example.com',
      employeeId: ' e-Rhea ',
      contact: '+1 555 0100',
      clientBinding: binding,
    })
    if (!submitted.ok) throw new Error('Refused')
    const { requestId } = submitted
    const clientRequest = { requestId, clientBinding: binding }
    expect(await requests.prove({ ...clientRequest, prover: 'liveness', presented: good })).toMatchObject({
      state: 'proving',
    })
    expect(await requests.prove({ ...clientRequest, prover: 'document', presented: good })).toMatchObject({
      ok: true,
      state: 'awaitingReview',
      dueAt: new Date(clock.now() + dayMs),
    })
    const inbox = await requests.list({ actor: as('mona'), view: 'inbox' })
    expect(inbox.items).toMatchObject([
      { id: requestId, userId: 'rhea', contact: '+1 555 0100', reviewerIds: ['mona', 'dev'] },
    ])
    await requests.startCall({ actor: as('mona'), requestId })
    clock.advance(15 * secondMs)
    const approved = await requests.approve({ actor: as('mona'), requestId, justification: 'She knew the project' })
    expect(approved).toMatchObject({ state: 'approved', approvals: [{ reviewerId: 'mona' }] })
    const collected = await requests.collect(clientRequest)
    if (!collected.ok) throw new Error('Refused')
    expect(collected.pass).toMatchObject({ userId: 'rhea', lifetimeInMinutes: 30, isUsable: true })
    expect(await enter(collected.pass.temporaryAccessPass, 'rhea')).toBe('signedIn')
    expect(await requests.status(clientRequest)).toMatchObject({ ok: true, state: 'collected' })
    const request = await requests.get({ actor: as('grace'), requestId })
    expect(request?.history.map(({ transition, state, by }) => [transition, state, by.kind, by.id])).toEqual([
      ['submit', 'submitted', 'requester', 'rhea'],
      ['prove', 'proving', 'requester', 'rhea'],
      ['prove', 'awaitingReview', 'requester', 'rhea'],
      ['startCall', 'inCall', 'user', 'mona'],
      ['approve', 'approved', 'user', 'mona'],
      ['collect', 'collected', 'requester', 'rhea'],
    ])
    expect((await tap.users.explain({ actor: as('grace'), user: 'rhea' })).pass?.id).toBe(request?.passId)
  })

  it('needs no reviewer for the next pass for 30 days, then needs one again', async () => {
    const world = createRequestWorld()
    const { clock, requests } = world
    const provedAtMs = clock.now()
    await world.collected()
    clock.set(provedAtMs + 30 * dayMs - 1)
    const again = await world.submitted()
    expect(await world.prove(again, 'liveness')).toMatchObject({ ok: true, state: 'approved' })
    expect(await requests.collect(again)).toMatchObject({ ok: true, pass: { lifetimeInMinutes: 30 } })
    clock.set(provedAtMs + 30 * dayMs)
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ ok: true, state: 'proving' })
  })

  it('is reviewed by the manager’s manager if the manager is away without a delegate', async () => {
    const world = createRequestWorld()
    const { users, requests, clock } = world
    users.set('mona', { id: 'mona', isEnabled: true, managerId: 'max', isAway: true })
    const { requestId } = await world.awaiting()
    expect((await requests.list({ actor: as('max'), view: 'inbox' })).items.map(({ id }) => id)).toEqual([requestId])
    await requests.startCall({ actor: as('max'), requestId })
    clock.advance(15 * secondMs)
    const answer = await requests.approve({ actor: as('max'), requestId, justification: 'Met her last week' })
    expect(answer.state).toBe('approved')
  })

  it('can be reviewed by the manager’s manager too after 4 hours', async () => {
    const world = createRequestWorld()
    const { requests, clock, notices } = world
    const { requestId } = await world.awaiting()
    const calling = () => requests.startCall({ actor: as('max'), requestId })
    clock.advance(4 * hourMs - 1)
    await expect(calling()).rejects.toMatchObject({ code: 'TAP_NOT_AUTHORIZED' })
    await requests.maintain()
    expect(notices.map(({ reviewer }) => reviewer?.id)).toEqual(['mona', 'dev'])
    clock.advance(1)
    await requests.maintain()
    await requests.maintain()
    expect(notices.map(({ reviewer }) => reviewer?.id)).toEqual(['mona', 'dev', 'max'])
    expect(await calling()).toMatchObject({ state: 'inCall', call: { reviewerId: 'max' } })
  })

  it('needs two different reviewers under dual control', async () => {
    const world = createRequestWorld({ policy: { issuing: { ...dual } } })
    const { requests, clock } = world
    const clientRequest = await world.approved()
    const { requestId } = clientRequest
    expect(await requests.status(clientRequest)).toMatchObject({ state: 'awaitingReview' })
    await expect(requests.startCall({ actor: as('mona@example.com'), requestId })).rejects.toMatchObject({
      code: 'TAP_INVALID_TRANSITION',
      reason: 'alreadyApproved',
    })
    expect(await requests.collect(clientRequest)).toEqual({ ...requestRefused, state: 'awaitingReview' })
    await requests.startCall({ actor: as('grace'), requestId })
    clock.advance(minuteMs)
    const answer = await requests.approve({ actor: as('grace'), requestId, justification: 'Called back' })
    expect(answer).toMatchObject({ state: 'approved', approvalsNeeded: 2, approvals: [{}, {}] })
    expect(await requests.collect(clientRequest)).toMatchObject({ ok: true })
  })
})

const dual = {
  isJustificationRequired: true,
  isTicketRequired: true,
  isSelfIssueAllowed: false,
  maximumPerHour: {},
  dualControl: [{ targetType: 'group', id: 'all_users' }],
} as const
