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

describe('who reviews', () => {
  it.each(['rhea', 'rhea@example.com', 'RHEA@EXAMPLE.COM'])(
    'is never the person themselves, called %s, whatever the authorizer says',
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
    ['the manager’s manager, before it is their turn', as('max')],
    ['an administrator who is not asked', as('grace')],
    ['nobody', as('nobody')],
    ['a program with the permission', { kind: 'app', id: 'bot', permissions: ['requests.review'] }],
    ['a program with every permission', { ...admin, permissions: [...admin.permissions, 'requests.review'] }],
    ['a manager whose token lacks it', { ...as('mona'), permissions: ['requests.list'] }],
  ] as readonly (readonly [string, Actor])[])(
    'is not %s, even where the authorizer says yes to everybody',
    async (_, actor) => {
      const world = createRequestWorld({ authorize: () => true })
      const { requestId } = await world.awaiting()
      await expect(world.requests.startCall({ actor, requestId })).rejects.toMatchObject(refusal)
      await expect(world.requests.deny({ actor, requestId, justification })).rejects.toMatchObject(refusal)
    },
  )

  it('is not a manager for somebody they may not issue for', async () => {
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
      'another manager has come',
      (world: RequestWorld) => world.users.set('rhea', { ...user(world, 'rhea'), managerId: 'max' }),
    ],
    [
      'they are disabled',
      (world: RequestWorld) => world.users.set('mona', { ...user(world, 'mona'), isEnabled: false }),
    ],
    [
      'somebody else has their id',
      (world: RequestWorld) => world.users.set('mona', { ...user(world, 'mona'), incarnation: '2' }),
    ],
    [
      'the person has become an administrator',
      (world: RequestWorld) => world.users.set('rhea', { ...user(world, 'rhea'), roles: ['Any'] }),
    ],
  ])('is refused who lost the role between call and decision: %s', async (_, change) => {
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

  it('is the delegate appointed meanwhile, and the manager’s manager no more', async () => {
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

  it('is an administrator where nobody leads the person, or the rules name them', async () => {
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
  it('of two who call at once is given to one', async () => {
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

  it('needs a call of its own, of 15 seconds, and says by name what is refused', async () => {
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
    'asks for a justification that says something: not %j',
    async (said) => {
      const world = createRequestWorld()
      const { requestId } = await world.inCall()
      world.clock.advance(minuteMs)
      for (const verb of ['approve', 'deny'] as const) {
        await expect(
          world.requests[verb]({ actor: as('mona'), requestId, justification: said as string }),
        ).rejects.toMatchObject({
          code: 'TAP_INVALID_INPUT',
          issues: [{ field: 'justification' }],
        })
      }
    },
  )

  it('that says no takes back a yes that was not used, and what was proved', async () => {
    const world = createRequestWorld()
    const held = await world.awaiting()
    await world.collected()
    await world.requests.startCall({ actor: as('mona'), ...id(held) })
    world.clock.advance(minuteMs)
    await world.requests.approve({ actor: as('mona'), ...id(held), justification })
    expect(
      await world.requests.deny({ actor: as('mona'), ...id(held), justification: 'It was not her' }),
    ).toMatchObject({ state: 'denied' })
    expect(await world.requests.collect(held)).toEqual({ ...requestRefused, state: 'denied' })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
    // Nor does what is put right from the requests bring it back.
    await world.requests.maintain()
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })

  it('is void after an edit: of the call, of the yes, and of a yes by an earlier proof', async () => {
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

  it('of nothing is not found', async () => {
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

describe('a reviewer whose own sign-in is too old for issuing', () => {
  it('is asked to sign in again before the call and before the yes, and may always say no', async () => {
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
    const late = { actor: mona(signedInAt), requestId, justification }
    await expect(world.requests.approve(late)).rejects.toMatchObject(stale)
    const fresh = { ...late, actor: mona(world.clock.now()) }
    expect(await world.requests.approve(fresh)).toMatchObject({ state: 'approved' })
    expect(await world.requests.deny(late)).toMatchObject({ state: 'denied' })
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
