import { describe, expect, it } from 'vitest'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import { dayMs, minuteMs } from '../../support/clock.js'
import { wrongCode } from '../../support/codes.js'
import { requestRefused } from '../../support/refusals.js'
import { alteredStore } from '../../support/spies.js'
import { admin } from '../../support/world.js'
import type { RequestWorld } from './request-world.js'
import { as, createRequestWorld } from './request-world.js'

describe('a pass that is collected', () => {
  it('lives for 30 minutes to the millisecond, below the policy’s minimum', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    const collected = await world.requests.collect(clientRequest)
    if (!collected.ok) throw new Error('Refused')
    const { pass } = collected
    expect(pass.endDateTime.getTime() - pass.startDateTime.getTime()).toBe(30 * minuteMs)
    world.clock.set(pass.endDateTime.getTime() - 1)
    expect(await world.enter(pass.temporaryAccessPass, 'rhea')).toBe('signedIn')
    for (const ms of [0, 1]) {
      world.clock.set(pass.endDateTime.getTime() + ms)
      expect(await world.enter(pass.temporaryAccessPass, 'rhea')).toBe('expired')
    }
  })

  it('is issued once, to one of several parallel calls', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.requests.collect(clientRequest)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await world.requests.collect(clientRequest)).toEqual({ ...requestRefused, state: 'collected' })
    expect(world.lastReason()).toBe('wrongState')
  })

  it('starts with the wrong codes of the pass before it, and ends no lockout', async () => {
    const world = createRequestWorld({
      policy: { wrongCodesBeforeLockout: 3, wrongCodesBeforeRevocation: 10, maximumLockoutInSeconds: 60 },
    })
    await world.issue('rhea')
    for (let guess = 0; guess < 3; guess += 1) await world.enter(wrongCode(guess), 'rhea')
    const { code } = await world.collected()
    expect(await world.enter(code, 'rhea')).toBe('lockedOut')
    world.clock.advance(2 * minuteMs)
    for (let guess = 0; guess < 7; guess += 1) {
      await world.enter(wrongCode(guess), 'rhea')
      world.clock.advance(2 * minuteMs)
    }
    expect(await world.enter(code, 'rhea')).toBe('revoked')
  })

  it('is refused at the limit of wrong codes, until an administrator issues a pass', async () => {
    const world = createRequestWorld({ policy: { wrongCodesBeforeRevocation: 4 } })
    await world.issue('rhea')
    for (let guess = 0; guess < 4; guess += 1) await world.enter(wrongCode(guess), 'rhea')
    const clientRequest = await world.approved()
    expect(await world.requests.collect(clientRequest)).toEqual({ ...requestRefused, state: 'approved' })
    expect(world.lastReason()).toBe('notAllowed')
    await world.issue('rhea')
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })

  it('has the reviewer’s justification and the request as ticket in its event', async () => {
    const issuing = { ...entraPolicy.issuing, isJustificationRequired: true, isTicketRequired: true }
    const world = createRequestWorld({ policy: { issuing } })
    const { requestId } = await world.collected()
    const created = world.events.filter(({ type }) => type === 'pass.created')
    expect(created).toMatchObject([
      { userId: 'rhea', details: { requestId, ticket: requestId, justification: 'Known voice' } },
    ])
    const again = await world.submitted()
    await world.prove(again, 'liveness')
    expect(await world.requests.collect(again)).toMatchObject({ ok: true })
    expect(world.events.at(-1)).toMatchObject({
      details: { justification: `An earlier proof is valid: request ${requestId}` },
    })
  })

  const obstacles: readonly (readonly [string, (world: RequestWorld) => unknown])[] = [
    ['the policy is off', ({ tap }) => tap.policy.update({ actor: admin, patch: { state: 'disabled' } })],
    ['the user is disabled', ({ users }) => users.set('rhea', { id: 'rhea', isEnabled: false })],
    ['the user is deleted', ({ users }) => users.delete('rhea')],
    ['another user has the id', ({ users }) => users.set('rhea', { id: 'rhea', isEnabled: true, incarnation: '2' })],
  ]
  it.each(obstacles)('is refused, and the approval is kept, while %s', async (_, change) => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    const rhea = world.users.get('rhea')
    await change(world)
    expect(await world.requests.collect(clientRequest)).toEqual({ ...requestRefused, state: 'approved' })
    expect(world.lastReason()).toBe('notAllowed')
    await world.tap.policy.update({ actor: admin, patch: { state: 'enabled' } })
    if (rhea) world.users.set('rhea', rhea)
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })

  it('counts against the limits per hour', async () => {
    const issuing = { ...entraPolicy.issuing, maximumPerHour: { user: 1 } }
    const world = createRequestWorld({ policy: { issuing } })
    const clientRequest = await world.approved()
    await world.issue('rhea')
    expect(await world.requests.collect(clientRequest)).toEqual({ ...requestRefused, state: 'approved' })
    expect(world.lastReason()).toBe('rateLimited')
  })

  it('cannot be collected from 24 hours after the approval on', async () => {
    for (const [ms, ok] of [
      [-1, true],
      [0, false],
      [1, false],
    ] as const) {
      const world = createRequestWorld()
      const clientRequest = await world.approved()
      world.clock.advance(dayMs + ms)
      expect((await world.requests.collect(clientRequest)).ok).toBe(ok)
      expect(await world.requests.status(clientRequest)).toMatchObject({ state: ok ? 'collected' : 'expired' })
    }
  })
})

describe('an approval whose pass could not be issued', () => {
  it('is kept if the event cannot be recorded', async () => {
    let isFull = false
    const world = createRequestWorld({
      events: () => {
        if (isFull) throw new Error('The log is full')
      },
    })
    const clientRequest = await world.approved()
    isFull = true
    await expect(world.requests.collect(clientRequest)).rejects.toMatchObject({
      code: 'TAP_PORT_FAILED',
      port: 'events',
    })
    isFull = false
    expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'approved' })
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })

  it('is kept if the store fails between the approval and the pass', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.approved()
    let isUsed = false
    const failing = world.requestsOn(
      world.another({
        store: alteredStore(world.store, {
          read: async (keys) => {
            if (isUsed && keys.some(({ kind }) => kind === 'user')) throw new Error('The store is down')
            return world.store.read(keys)
          },
          compareAndSet: async (...write) => {
            isUsed ||= write[2]?.body.includes('"state":"collected"') === true
            return world.store.compareAndSet(...write)
          },
        }),
      }),
    )
    await expect(failing.collect(clientRequest)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store' })
    expect(isUsed).toBe(true)
    expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'approved' })
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
  })
})

describe('collecting', () => {
  it('stores the approved proof if the approval could not', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.inCall()
    world.clock.advance(minuteMs)
    const forgetful = world.requestsOn(
      world.another({
        store: alteredStore(world.store, {
          read: async (keys) => {
            if (keys.some(({ kind }) => kind === 'requester')) throw new Error('The store is down')
            return world.store.read(keys)
          },
        }),
      }),
    )
    const { requestId } = clientRequest
    await forgetful.approve({ actor: as('mona'), requestId, justification: 'Known voice' })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
    expect(await world.requests.collect(clientRequest)).toMatchObject({ ok: true })
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'approved' })
  })
})
