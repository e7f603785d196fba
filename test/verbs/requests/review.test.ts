import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/core/access/actor.js'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import { minuteMs, secondMs } from '../../support/clock.js'
import { requestRefused } from '../../support/refusals.js'
import { admin } from '../../support/world.js'
import type { RequestWorld } from './request-world.js'
import { as, createRequestWorld } from './request-world.js'

const refusal = { code: 'TAP_NOT_AUTHORIZED', permission: 'requests.review' }
const justification = 'Known voice'

describe('a reviewer', () => {
  it.each(['rhea', 'rhea@example.com', 'RHEA@EXAMPLE.COM'])(
    'is never the user themselves, as %s, even if the authorizer allows it',
    async (name) => {
      const world = createRequestWorld({ authorize: () => true })
      world.users.set('rhea', {
        ...user(world, 'rhea'),
        managerId: 'rhea',
        delegateId: 'rhea',
        roles: ['Global Administrator'],
      })
      const { requestId } = await world.awaiting()
      for (const verb of ['startCall', 'approve', 'deny'] as const) {
        await expect(
          world.requests[verb]({ actor: as(name), requestId, justification } as never),
        ).rejects.toMatchObject(verb === 'startCall' ? { code: 'TAP_INVALID_INPUT' } : refusal)
      }
      await expect(world.requests.startCall({ actor: as(name), requestId })).rejects.toMatchObject(refusal)
    },
  )

  it.each([
    ['a colleague', as('sam')],
    ['the manager’s manager before the escalation', as('max')],
    ['an administrator whom the rules do not name', as('grace')],
    ['an unknown user', as('unknown')],
    ['a program with the permission', { kind: 'app', id: 'bot', permissions: ['requests.review'] }],
    ['a program with every permission', { ...admin, permissions: [...admin.permissions, 'requests.review'] }],
    ['a manager whose token lacks the permission', { ...as('mona'), permissions: ['requests.list'] }],
  ] as readonly (readonly [string, Actor])[])(
    'is not %s, even if the authorizer allows everything',
    async (_, actor) => {
      const world = createRequestWorld({ authorize: () => true })
      const { requestId } = await world.awaiting()
      await expect(world.requests.startCall({ actor, requestId })).rejects.toMatchObject(refusal)
      await expect(world.requests.deny({ actor, requestId, justification })).rejects.toMatchObject(refusal)
    },
  )

  it('is no manager without a role over a privileged user', async () => {
    for (const more of [{ roles: ['Global Administrator'] }, { roles: ['Our own role'] }, { isRestricted: true }]) {
      const world = createRequestWorld()
      world.users.set('rhea', { ...user(world, 'rhea'), ...more })
      const { requestId } = await world.awaiting()
      await expect(world.requests.startCall({ actor: as('mona'), requestId })).rejects.toMatchObject(refusal)
      expect((await world.requests.list({ actor: as('mona'), view: 'inbox' })).items).toEqual([])
      world.users.set('mona', { ...user(world, 'mona'), roles: ['Privileged Authentication Administrator'] })
      expect(await world.requests.startCall({ actor: as('mona'), requestId })).toMatchObject({ state: 'inCall' })
    }
  })

  it.each([
    [
      'the user has another manager',
      (world: RequestWorld) => world.users.set('rhea', { ...user(world, 'rhea'), managerId: 'max' }),
    ],
    [
      'the reviewer is disabled',
      (world: RequestWorld) => world.users.set('mona', { ...user(world, 'mona'), isEnabled: false }),
    ],
    [
      'another user has the reviewer’s id',
      (world: RequestWorld) => world.users.set('mona', { ...user(world, 'mona'), incarnation: '2' }),
    ],
    [
      'the user has become an administrator',
      (world: RequestWorld) => world.users.set('rhea', { ...user(world, 'rhea'), roles: ['Any'] }),
    ],
  ])('is refused after losing the role between call and decision: %s', async (_, change) => {
    const world = createRequestWorld()
    const { requestId } = await world.inCall()
    world.clock.advance(minuteMs)
    change(world)
    const deciding = world.requests.approve({ actor: as('mona'), requestId, justification })
    await expect(deciding).rejects.toMatchObject({ code: expect.stringMatching(/NOT_AUTHORIZED|INVALID_TRANSITION/) })
    expect(await world.requests.get({ actor: as('grace'), requestId })).toMatchObject({
      state: 'inCall',
      approvals: [],
    })
  })

  it('is a new delegate, and then no longer the manager’s manager', async () => {
    const world = createRequestWorld()
    world.users.set('mona', { ...user(world, 'mona'), isAway: true, delegateId: undefined })
    const { requestId } = await world.inCall('rhea', 'max')
    world.clock.advance(minuteMs)
    world.users.set('mona', { ...user(world, 'mona'), delegateId: 'dev' })
    await expect(world.requests.approve({ actor: as('max'), requestId, justification })).rejects.toMatchObject(refusal)
    world.clock.advance(60 * minuteMs)
    expect(await world.requests.startCall({ actor: as('dev'), requestId })).toMatchObject({ state: 'inCall' })
    world.clock.advance(15 * secondMs)
    expect(await world.requests.approve({ actor: as('dev'), requestId, justification })).toMatchObject({
      state: 'approved',
    })
  })

  it('is an administrator if there is no manager, or if the rules say so', async () => {
    const world = createRequestWorld()
    world.users.set('rhea', { ...user(world, 'rhea'), managerId: undefined })
    const { requestId } = await world.awaiting()
    expect(await world.requests.get({ actor: as('grace'), requestId })).toMatchObject({
      isOpenToAdministrators: true,
      reviewerIds: [],
    })
    expect(await world.requests.startCall({ actor: as('grace'), requestId })).toMatchObject({ state: 'inCall' })
    const named = createRequestWorld({ requests: { rules: { reviewers: ['administrator'] } } })
    const other = await named.awaiting()
    expect(await named.requests.startCall({ actor: as('grace'), ...id(other) })).toMatchObject({ state: 'inCall' })
    await expect(named.requests.startCall({ actor: as('mona'), ...id(other) })).rejects.toMatchObject(refusal)
  })
})

describe('a review', () => {
  it('has one call, of two reviewers who start one at once', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.awaiting()
    const calls = await Promise.allSettled(
      ['mona', 'dev'].map((name) => world.requests.startCall({ actor: as(name), requestId })),
    )
    expect(calls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = calls.find((call) => call.status === 'rejected')
    expect(lost?.status === 'rejected' && lost.reason).toMatchObject({
      code: 'TAP_INVALID_TRANSITION',
      reason: 'notInCall',
      state: 'inCall',
    })
  })

  it('needs the reviewer’s own call of 15 seconds, and errors name the reason', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.awaiting()
    const approving = (name: string) => world.requests.approve({ actor: as(name), requestId, justification })
    await expect(approving('mona')).rejects.toMatchObject({
      code: 'TAP_INVALID_TRANSITION',
      transition: 'approve',
      state: 'awaitingReview',
      reason: 'wrongState',
    })
    await world.requests.startCall({ actor: as('mona'), requestId })
    world.clock.advance(15 * secondMs - 1)
    await expect(approving('mona')).rejects.toMatchObject({ reason: 'callTooShort' })
    world.clock.advance(1)
    await expect(approving('dev')).rejects.toMatchObject({ reason: 'notInCall' })
    expect(await approving('mona')).toMatchObject({ state: 'approved' })
    await expect(approving('mona')).rejects.toMatchObject({ state: 'approved', reason: 'wrongState' })
  })

  it.each(['', ' ', '\u202e', 'x'.repeat(1_001), undefined, 7])(
    'needs a justification with visible text: not %j',
    async (text) => {
      const world = createRequestWorld()
      const { requestId } = await world.inCall()
      world.clock.advance(minuteMs)
      for (const verb of ['approve', 'deny'] as const) {
        await expect(
          world.requests[verb]({ actor: as('mona'), requestId, justification: text as string }),
        ).rejects.toMatchObject({
          code: 'TAP_INVALID_INPUT',
          issues: [{ field: 'justification' }],
        })
      }
    },
  )

  it('that denies takes back an approval and the proof', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.awaiting()
    await world.collected()
    await world.requests.startCall({ actor: as('mona'), ...id(clientRequest) })
    world.clock.advance(minuteMs)
    await world.requests.approve({ actor: as('mona'), ...id(clientRequest), justification })
    expect(
      await world.requests.deny({ actor: as('mona'), ...id(clientRequest), justification: 'It was not her' }),
    ).toMatchObject({ state: 'denied' })
    expect(await world.requests.collect(clientRequest)).toEqual({ ...requestRefused, state: 'denied' })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
    // Maintenance does not restore the proof from the request.
    await world.requests.maintain()
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })

  it('is invalid after an edit, as is an approval by an earlier proof', async () => {
    const world = createRequestWorld()
    const inCall = await world.inCall()
    world.clock.advance(minuteMs)
    expect(await world.requests.edit({ ...inCall, contact: 'elsewhere' })).toMatchObject({
      ok: true,
      state: 'awaitingReview',
    })
    await expect(world.requests.approve({ actor: as('mona'), ...id(inCall), justification })).rejects.toMatchObject({
      reason: 'wrongState',
    })
    const approved = await world.approved()
    expect(await world.requests.edit({ ...approved, contact: 'elsewhere' })).toMatchObject({
      ok: true,
      state: 'awaitingReview',
    })
    expect(await world.requests.collect(approved)).toEqual({ ...requestRefused, state: 'awaitingReview' })
    const returning = await world.submitted()
    expect(await world.prove(returning, 'liveness')).toMatchObject({ state: 'approved' })
    expect(await world.requests.edit({ ...returning, contact: 'elsewhere' })).toMatchObject({
      ok: true,
      state: 'proving',
    })
  })

  it('of an unknown request is refused as not found', async () => {
    const { requests } = createRequestWorld()
    const requestId = '00000000-0000-4000-8000-000000000000'
    await expect(requests.startCall({ actor: as('mona'), requestId })).rejects.toMatchObject({
      code: 'TAP_REQUEST_NOT_FOUND',
    })
    await expect(requests.startCall({ actor: as('mona'), requestId: 'x' })).rejects.toMatchObject({
      code: 'TAP_INVALID_INPUT',
    })
    expect(await requests.get({ actor: as('grace'), requestId })).toBeUndefined()
    await expect(requests.get({ actor: as('mona'), requestId })).rejects.toMatchObject({ code: 'TAP_NOT_AUTHORIZED' })
  })
})

describe('a reviewer with a sign-in too old for issuing', () => {
  it('must sign in again to call and to approve, and may always deny', async () => {
    const issuing = { ...entraPolicy.issuing, maximumSignInAgeInMinutes: 15 }
    const world = createRequestWorld({ policy: { issuing } })
    const { requestId } = await world.awaiting()
    const mona = (at: number): Actor => ({ ...as('mona'), authentication: { at: new Date(at) } })
    const signedInAt = world.clock.now()
    const stale = { code: 'TAP_STEP_UP_REQUIRED', maximumAgeInSeconds: 900 }
    await expect(world.requests.startCall({ actor: as('mona'), requestId })).rejects.toMatchObject(stale)
    world.clock.advance(15 * minuteMs - 1)
    expect(await world.requests.startCall({ actor: mona(signedInAt), requestId })).toMatchObject({ state: 'inCall' })
    world.clock.advance(15 * secondMs)
    const oldSignIn = { actor: mona(signedInAt), requestId, justification }
    await expect(world.requests.approve(oldSignIn)).rejects.toMatchObject(stale)
    const fresh = { ...oldSignIn, actor: mona(world.clock.now()) }
    expect(await world.requests.approve(fresh)).toMatchObject({ state: 'approved' })
    expect(await world.requests.deny(oldSignIn)).toMatchObject({ state: 'denied' })
  })
})

function user({ users }: RequestWorld, name: string) {
  const found = users.get(name)
  if (!found) throw new Error(`There is no ${name}`)
  return found
}

function id({ requestId }: { readonly requestId: string }): { readonly requestId: string } {
  return { requestId }
}
