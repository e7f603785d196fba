import { describe, expect, it } from 'vitest'
import { minuteMs } from '../../support/clock.js'
import { admin } from '../../support/world.js'
import { as, createRequestWorld, dualControl } from './request-world.js'

const privileged = { targetType: 'privileged' } as const
const all = { targetType: 'group', id: 'all_users' } as const
const finance = { targetType: 'group', id: 'finance' } as const
const reasons = {
  justification: 'Lost her phone in Oslo',
  ticket: 'INC-7',
  clientBinding: 'session of the administrator',
}

describe('passes.create under dual control', () => {
  it('requires a request of users and programs, and neither counts nor hashes', async () => {
    const world = createRequestWorld({ policy: dualControl(all) })
    for (const actor of [as('grace'), admin]) {
      await expect(world.tap.passes.create({ actor, user: 'rhea@example.com' })).rejects.toMatchObject({
        code: 'TAP_APPROVAL_REQUIRED',
        userId: 'rhea',
      })
    }
    expect(await world.row('rhea')).toBeUndefined()
    expect(world.events.map(({ type, details }) => [type, details])).toEqual(
      Array.from({ length: 2 }, () => ['call.failed', { call: 'passes.create', code: 'TAP_APPROVAL_REQUIRED' }]),
    )
  })

  it.each([
    ['privileged', privileged, 'alan', true],
    ['privileged', privileged, 'rhea', false],
    ['group', finance, 'rhea', false],
    ['group', finance, 'sam', true],
    ['everyone', all, 'rhea', true],
  ])('requires a request by class of target: %s', async (_, target, user, isRequired) => {
    const world = createRequestWorld({ policy: dualControl(target) })
    world.users.set('sam', { id: 'sam', isEnabled: true, groups: ['finance'] })
    const creating = world.tap.passes.create({ actor: as('grace'), user })
    if (isRequired) await expect(creating).rejects.toMatchObject({ code: 'TAP_APPROVAL_REQUIRED' })
    else expect(await creating).toMatchObject({ userId: user })
  })

  it('checks dual control again at the write', async () => {
    const world = createRequestWorld()
    const slow = world.another({
      store: {
        ...world.store,
        compareAndSet: async (...write) => {
          if (write[0].kind === 'user' && !isSet) {
            isSet = true
            await world.tap.policy.update({ actor: admin, patch: dualControl(all) })
            return false
          }
          return world.store.compareAndSet(...write)
        },
      },
    })
    let isSet = false
    await expect(slow.passes.create({ actor: as('grace'), user: 'rhea' })).rejects.toMatchObject({
      code: 'TAP_APPROVAL_REQUIRED',
    })
  })
})

describe('a request that an administrator opens', () => {
  it('needs one more reviewer, and is collected with the same client binding', async () => {
    const world = createRequestWorld({ policy: dualControl(privileged) })
    const { requests, clock, enter } = world
    const opened = await requests.open({ actor: as('grace'), user: 'alan', ...reasons })
    expect(opened).toMatchObject({ state: 'awaitingReview', openedBy: 'grace', approvalsNeeded: 1, ticket: 'INC-7' })
    const requestId = opened.id
    const clientRequest = { requestId, clientBinding: reasons.clientBinding }
    for (const name of ['grace', 'grace@example.com', 'alan']) {
      await expect(requests.startCall({ actor: as(name), requestId })).rejects.toMatchObject({
        code: 'TAP_NOT_AUTHORIZED',
      })
    }
    expect(await requests.collect(clientRequest)).toMatchObject({ ok: false })
    world.users.set('pia', { id: 'pia', isEnabled: true, roles: ['Privileged Authentication Administrator'] })
    expect((await requests.list({ actor: as('pia'), view: 'inbox' })).items.map(({ id }) => id)).toEqual([requestId])
    await requests.startCall({ actor: as('pia'), requestId })
    clock.advance(minuteMs)
    await requests.approve({ actor: as('pia'), requestId, justification: 'Called his desk' })
    const collected = await requests.collect(clientRequest)
    if (!collected.ok) throw new Error('Refused')
    expect(await enter(collected.pass.temporaryAccessPass, 'alan')).toBe('signedIn')
    const created = world.events.find(({ type }) => type === 'pass.created')
    expect(created).toMatchObject({
      userId: 'alan',
      actor: { kind: 'user', id: 'grace' },
      details: { requestId, justification: reasons.justification, ticket: 'INC-7' },
    })
  })

  it('is refused to programs, to users without the right, and for the actor’s own pass', async () => {
    const { requests } = createRequestWorld({ policy: dualControl(all) })
    const open = (actor: Parameters<typeof requests.open>[0]['actor'], user = 'rhea') =>
      requests.open({ actor, user, ...reasons })
    const refused = { code: 'TAP_NOT_AUTHORIZED', permission: 'requests.open' }
    await expect(open(as('mona'))).rejects.toMatchObject(refused)
    await expect(open(as('grace'), 'grace@example.com')).rejects.toMatchObject(refused)
    await expect(open({ kind: 'app', id: 'bot', permissions: ['requests.open'] })).rejects.toMatchObject(refused)
    await expect(open(as('grace'), 'nobody')).rejects.toMatchObject({ code: 'TAP_USER_NOT_FOUND' })
  })

  it.each([
    { justification: ' ' },
    { ticket: '' },
    { ticket: undefined },
    { justification: undefined },
    { clientBinding: '' },
  ])('needs a justification, a ticket and a client binding: %j', async (missing) => {
    const { requests } = createRequestWorld()
    const opening = requests.open({ actor: as('grace'), user: 'rhea', ...reasons, ...missing } as never)
    await expect(opening).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
  })

  it('is refused if the policy refuses the pass, or requires a fresh sign-in', async () => {
    const off = createRequestWorld({ policy: { state: 'disabled' } })
    await expect(off.requests.open({ actor: as('grace'), user: 'rhea', ...reasons })).rejects.toMatchObject({
      code: 'TAP_POLICY_VIOLATION',
    })
    const { issuing } = dualControl(all)
    const fresh = createRequestWorld({ policy: { issuing: issuing && { ...issuing, maximumSignInAgeInMinutes: 5 } } })
    await expect(fresh.requests.open({ actor: as('grace'), user: 'rhea', ...reasons })).rejects.toMatchObject({
      code: 'TAP_STEP_UP_REQUIRED',
    })
  })

  it('is not collected by an administrator who may no longer issue', async () => {
    const world = createRequestWorld({ policy: dualControl(all) })
    const { id: requestId } = await world.requests.open({ actor: as('grace'), user: 'rhea', ...reasons })
    await world.requests.startCall({ actor: as('mona'), requestId })
    world.clock.advance(minuteMs)
    await world.requests.approve({ actor: as('mona'), requestId, justification: 'It is her' })
    const grace = world.users.get('grace')
    if (grace) world.users.set('grace', { ...grace, roles: [] })
    const clientRequest = { requestId, clientBinding: reasons.clientBinding }
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: false })
    expect(world.lastReason()).toBe('notAllowed')
    if (grace) world.users.set('grace', grace)
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })
})

describe('a user’s own request', () => {
  it('awaits a second reviewer if the policy requires two after the approval', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    await world.tap.policy.update({ actor: admin, patch: dualControl(all) })
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: false })
    expect(world.lastReason()).toBe('approvalMissing')
    expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'awaitingReview' })
    await world.requests.startCall({ actor: as('max'), requestId: clientRequest.requestId })
    world.clock.advance(minuteMs)
    await world.requests.approve({ actor: as('max'), requestId: clientRequest.requestId, justification: 'Yes' })
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })

  it('needs reviewers also with a valid earlier proof', async () => {
    const world = createRequestWorld()
    await world.collected()
    await world.tap.policy.update({ actor: admin, patch: dualControl(all) })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })
})
