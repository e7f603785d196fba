import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/core/access/actor.js'
import type { IssuingRules } from '../../../src/core/policy/policy.js'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import { NotAuthorizedError } from '../../../src/errors.js'
import type { AccessQuestion } from '../../../src/ports/authorize.js'
import { eventsOf, failureOf, policyKeyOf, tamper } from '../../support/calls.js'
import { minuteMs } from '../../support/clock.js'
import type { World, WorldOptions } from '../../support/world.js'
import { admin, createWorld, wrongCode } from '../../support/world.js'

const ada = { actor: admin, user: 'ada' }
const reasons = { justification: 'lost her phone', ticket: 'INC-4711' }

describe('the reason for a pass', () => {
  it('is in the event, and nowhere else', async () => {
    const world = requiringWorld({ isJustificationRequired: true, isTicketRequired: true })
    const emitted = await eventsOf(world, () => world.tap.passes.create({ ...ada, ...reasons }))
    expect(emitted).toEqual([
      expect.objectContaining({ type: 'pass.created', details: expect.objectContaining(reasons) }),
    ])
    expect((await world.row())?.body).not.toContain('phone')
  })

  it('is optional unless the policy requires it', async () => {
    const world = createWorld()
    const emitted = await eventsOf(world, async () => {
      await world.tap.passes.create({ ...ada, ...reasons })
      await world.tap.passes.create(ada)
    })
    expect(emitted.map(({ details }) => details)).toMatchObject([
      reasons,
      { justification: undefined, ticket: undefined, deliveredTo: undefined },
    ])
  })

  it.each([
    [{}, ['justificationRequired', 'ticketRequired']],
    [{ justification: 'lost her phone' }, ['ticketRequired']],
    [{ ticket: 'INC-4711' }, ['justificationRequired']],
    [{ justification: ' \u00a0\u202e', ticket: '\n\t' }, ['justificationRequired', 'ticketRequired']],
  ])('is required by the policy: %j lacks %j', async (given, codes) => {
    const world = requiringWorld({ isJustificationRequired: true, isTicketRequired: true })
    const emitted = await eventsOf(world, async () => {
      const failure = await failureOf(world.tap.passes.create({ ...ada, ...given }))
      expect(failure).toMatchObject({ issues: codes.map((code) => ({ code, field: code.replace('Required', '') })) })
    })
    expect(emitted.map(({ type }) => type)).toEqual(['call.failed'])
    expect(await world.row()).toBeUndefined()
  })

  it('cannot forge a line of a log', async () => {
    const world = createWorld()
    const forging = { justification: 'ok\r\nadmin deleted\u2028everything\u202e', ticket: ' INC\u0000-1 ' }
    const [emitted] = await eventsOf(world, () => world.tap.passes.create({ ...ada, ...forging }))
    expect(emitted?.details).toMatchObject({ justification: 'okadmin deletedeverything', ticket: 'INC-1' })
  })

  it.each([
    [{ justification: '' }, { code: 'range', field: 'justification', minimum: 1, maximum: 1_000 }],
    [{ justification: 'x'.repeat(1_001) }, { code: 'range', field: 'justification', minimum: 1, maximum: 1_000 }],
    [{ ticket: '' }, { code: 'range', field: 'ticket', minimum: 1, maximum: 128 }],
    [{ ticket: 'x'.repeat(129) }, { code: 'range', field: 'ticket', minimum: 1, maximum: 128 }],
    [{ ticket: 4711 }, { code: 'type', field: 'ticket' }],
  ])('is text of limited length: %j is not', async (wrong, issue) => {
    const failure = await failureOf(createWorld().tap.passes.create({ ...ada, ...wrong } as never))
    expect(failure).toMatchObject({ code: 'TAP_INVALID_INPUT', issues: [issue] })
  })
})

describe('the administrator’s own sign-in', () => {
  const rules = { maximumSignInAgeInMinutes: 15, acr: 'urn:mfa' }

  it('allows issuing only while it is recent and strong', async () => {
    const world = requiringWorld(rules)
    const actor = root({ at: new Date(world.clock.now()), acr: 'urn:mfa' })
    expect((await world.tap.passes.create({ ...ada, actor })).userId).toBe('ada')
    world.clock.advance(15 * minuteMs - 1)
    expect((await world.tap.passes.create({ ...ada, actor })).userId).toBe('ada')
    const before = await world.row()
    world.clock.advance(1)
    const emitted = await eventsOf(world, async () => {
      const failure = await failureOf(world.tap.passes.create({ ...ada, actor }))
      expect(failure).toMatchObject({ code: 'TAP_STEP_UP_REQUIRED', acr: 'urn:mfa', maximumAgeInSeconds: 900 })
    })
    expect(emitted).toMatchObject([{ type: 'call.failed', details: { code: 'TAP_STEP_UP_REQUIRED' } }])
    expect(await world.row()).toEqual(before)
  })

  it('is checked after authorization, and before the request', async () => {
    const { tap } = requiringWorld(rules)
    const tooMuch = { lifetimeInMinutes: 43_200, isUsableOnce: false }
    await expect(tap.passes.create({ ...ada, ...tooMuch, actor: root() })).rejects.toMatchObject({
      code: 'TAP_STEP_UP_REQUIRED',
    })
    await expect(tap.passes.create({ ...ada, actor: { kind: 'user', user: 'bob' } })).rejects.toThrow(
      NotAuthorizedError,
    )
  })

  it('is not required of a service, and only for issuing', async () => {
    const { tap } = requiringWorld(rules)
    await tap.passes.create(ada)
    expect(await tap.passes.get({ ...ada, actor: root() })).toBeDefined()
    expect((await tap.passes.delete({ ...ada, actor: root() })).userId).toBe('ada')
  })
})

describe('issuing for oneself', () => {
  const allowed = { isSelfIssueAllowed: true }

  it('is allowed by the policy for a Global Administrator', async () => {
    const { tap } = requiringWorld(allowed)
    expect((await tap.passes.create({ actor: root(), user: 'ROOT@example.com' })).userId).toBe('root')
  })

  it('also needs the consent of the authorizer', async () => {
    const questions: AccessQuestion[] = []
    let isAllowed = true
    const world = requiringWorld(allowed, {
      authorize: (question) => {
        questions.push(question)
        return isAllowed
      },
    })
    await world.tap.passes.create({ actor: root(), user: 'root' })
    isAllowed = false
    await expect(world.tap.passes.create({ actor: root(), user: 'root' })).rejects.toThrow(NotAuthorizedError)
    expect(questions).toMatchObject([{ isSelf: true, isSelfIssueAllowed: true }, { isSelf: true }])
  })

  it('does not reach the authorizer if the policy forbids it', async () => {
    const questions: AccessQuestion[] = []
    const { tap } = requiringWorld({}, { authorize: (question) => questions.push(question) > 0 })
    await expect(tap.passes.create({ actor: root(), user: 'root' })).rejects.toThrow(NotAuthorizedError)
    expect(questions).toEqual([])
  })

  it('is refused to other administrators and to users without a role', async () => {
    const world = requiringWorld(allowed)
    world.users.set('grace', { id: 'grace', isEnabled: true, roles: ['Authentication Administrator'] })
    for (const user of ['grace', 'ada']) {
      const call = world.tap.passes.create({ actor: { kind: 'user', user }, user })
      await expect(call).rejects.toThrow(NotAuthorizedError)
    }
  })

  it('does not end a lockout', async () => {
    const world = requiringWorld(allowed, { policy: { wrongCodesBeforeLockout: 3 } })
    await world.issue('root')
    for (const _ of [1, 2, 3]) await world.enter(wrongCode, 'root')
    const self = await world.tap.passes.create({ actor: root(), user: 'root' })
    expect(self.usability).toBe('lockedOut')
    expect(await world.enter(self.temporaryAccessPass, 'root')).toBe('lockedOut')
    const helped = await world.issue('root')
    expect(await world.enter(helped.temporaryAccessPass, 'root')).toBe('signedIn')
  })

  it.each(['replacing', 'deleting'])('gives no further guesses by %s a pass', async (how) => {
    const world = requiringWorld(allowed, { policy: { wrongCodesBeforeRevocation: 5, wrongCodesBeforeLockout: 100 } })
    const self = { actor: root(), user: 'root' }
    let guesses = 0
    await world.issue('root')
    for (const _ of [1, 2, 3, 4, 5, 6, 7]) {
      for (const _ of [1, 2]) if ((await world.enter(wrongCode, 'root')) === 'wrongCode') guesses += 1
      if (how === 'deleting') await world.tap.passes.delete(self).catch(() => undefined)
      await world.tap.passes.create(self).catch(() => undefined)
    }
    expect(guesses).toBe(5)
    const failure = await failureOf(world.tap.passes.create(self))
    expect(failure).toMatchObject({ code: 'TAP_POLICY_VIOLATION', issues: [{ code: 'tooManyWrongCodes' }] })
    const helped = await world.issue('root')
    expect(await world.enter(wrongCode, 'root')).toBe('wrongCode')
    expect(await world.enter(helped.temporaryAccessPass, 'root')).toBe('signedIn')
  })

  it('starts no new count if the old one is unreadable', async () => {
    const world = requiringWorld(allowed)
    await world.issue('root')
    await tamper(world, { tenantId: 'default', kind: 'user', id: 'root' })
    const failure = await failureOf(world.tap.passes.create({ actor: root(), user: 'root' }))
    expect(failure).toMatchObject({ code: 'TAP_UNREADABLE_DOCUMENT' })
    expect((await world.issue('root')).isUsable).toBe(true)
  })

  it('does not let users unlock themselves', async () => {
    const { tap } = requiringWorld(allowed)
    const call = tap.users.unlock({ actor: root(), user: 'root', justification: 'locked myself out' })
    await expect(call).rejects.toThrow(NotAuthorizedError)
  })

  it('ends with the policy, even between the check and the write', async () => {
    const world = requiringWorld(allowed, { authorize: () => true })
    const forbid = { actor: admin, patch: { issuing: { ...entraPolicy.issuing, isSelfIssueAllowed: false } } }
    const inBetween = world.another({
      authorize: async () => {
        await world.tap.policy.update(forbid)
        return true
      },
    })
    await expect(inBetween.passes.create({ actor: root(), user: 'root' })).rejects.toThrow(NotAuthorizedError)
    await expect(world.tap.passes.create({ actor: root(), user: 'root' })).rejects.toThrow(NotAuthorizedError)
    expect(await world.row('root')).toBeUndefined()
  })

  it('is refused under a policy that was changed outside the library', async () => {
    const world = requiringWorld(allowed, { authorize: () => true })
    await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 7 } })
    await tamper(world, policyKeyOf(world))
    await expect(world.tap.passes.create({ actor: root(), user: 'root' })).rejects.toThrow(NotAuthorizedError)
  })
})

function root(authentication?: { at: Date; acr?: string }): Actor {
  return { kind: 'user', user: 'root', ...(authentication && { authentication }) }
}

function requiringWorld(issuing: Partial<IssuingRules>, options: WorldOptions = {}): World {
  const policy = { ...options.policy, maximumLifetimeInMinutes: 480, issuing: { ...entraPolicy.issuing, ...issuing } }
  const world = createWorld({ ...options, policy })
  world.users.set('root', {
    id: 'root',
    isEnabled: true,
    userPrincipalName: 'root@example.com',
    roles: ['Global Administrator'],
  })
  return world
}
