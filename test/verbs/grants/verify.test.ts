import { describe, expect, it } from 'vitest'
import type { VerifyGrantInput } from '../../../src/api/grants.js'
import type { GrantPurpose, GrantRefusalReason } from '../../../src/core/grant/grant.js'
import { minuteMs } from '../../support/clock.js'
import type { SignedIn } from '../../support/signed-in.js'
import { createSignedIn, lastEvent, many, once, outcomeOf, signIn } from '../../support/signed-in.js'
import type { Journal } from '../../support/spies.js'
import { spiedDirectory, spiedStore } from '../../support/spies.js'
import { admin, seededBytes } from '../../support/world.js'

const registering: readonly GrantPurpose[] = ['registerPasskey', 'registerAuthenticatorApp', 'replaceCredential']
const purposes: readonly GrantPurpose[] = ['session', 'signOut', ...registering]

async function verified(world: SignedIn, input: Partial<VerifyGrantInput> = {}): Promise<string> {
  const { grant } = world.result
  return outcomeOf(await world.tap.grants.verify({ grant, purpose: 'session', ...input }))
}

async function expectRefused(world: SignedIn, reason: GrantRefusalReason, input: Partial<VerifyGrantInput> = {}) {
  const before = world.events.length
  expect(await verified(world, input)).toBe(reason)
  const { purpose = 'session' } = input
  expect(world.events.slice(before)).toMatchObject([{ type: 'grant.refused', details: { purpose, reason } }])
}

describe('a grant', () => {
  it.each(purposes)('returns its sign-in for %s, and emits one event', async (purpose) => {
    const world = await createSignedIn()
    const { grant, signIn } = world.result
    const before = world.events.length
    expect(await world.tap.grants.verify({ grant, purpose })).toEqual({ ok: true, signIn })
    expect(world.events.slice(before)).toMatchObject([
      { type: 'grant.verified', userId: 'ada', details: { purpose, passId: world.passId } },
    ])
  })

  it('can be verified repeatedly, and by a process that has not seen it before', async () => {
    const world = await createSignedIn()
    const { grant } = world.result
    expect(await verified(world)).toBe('ok')
    expect(outcomeOf(await world.another().grants.verify({ grant, purpose: 'session' }))).toBe('ok')
  })

  it('is in no event', async () => {
    const world = await createSignedIn()
    await verified(world)
    await verified(world, { user: 'bob' })
    expect(JSON.stringify(world.events)).not.toContain(world.result.grant)
  })

  it('opens with an id, an incarnation and methods of maximum length', async () => {
    const longest = '\u{1}'.repeat(512)
    const users = [{ id: longest, isEnabled: true, incarnation: longest }]
    const priorAmr = Array.from({ length: 16 }, (_, index) => String(index).padStart(64, '"'))
    const world = await createSignedIn({ users }, once, { user: longest, priorAmr })
    expect(await verified(world)).toBe('ok')
  })
})

describe('a grant from another user, or for another purpose', () => {
  it('is refused to another user, known or not', async () => {
    const world = await createSignedIn()
    await expectRefused(world, 'wrongUser', { user: 'bob' })
    await expectRefused(world, 'wrongUser', { user: 'nobody' })
    expect(await verified(world, { user: 'ada' })).toBe('ok')
    expect(await verified(world, { user: 'ADA@example.com' })).toBe('ok')
  })

  it('is malformed in another tenant', async () => {
    const world = await createSignedIn()
    const { grant } = world.result
    const other = world.tap.forTenant('other')
    expect(outcomeOf(await other.grants.verify({ grant, purpose: 'session' }))).toBe('malformed')
    expect(lastEvent(world)).toMatchObject({ type: 'grant.refused', tenantId: 'other', userId: undefined })
  })

  it('is refused for a purpose that the policy does not allow', async () => {
    const policy = { registrableCredentials: { types: ['passkey'], maximum: 1 } }
    const world = await createSignedIn({ policy })
    await expectRefused(world, 'wrongPurpose', { purpose: 'registerAuthenticatorApp' })
    expect(await verified(world, { purpose: 'registerPasskey' })).toBe('ok')
  })

  it('is refused to another client, and to one without a binding', async () => {
    const world = await createSignedIn({}, once, { clientBinding: 'browser-1' })
    await expectRefused(world, 'wrongClient', { clientBinding: 'browser-2' })
    await expectRefused(world, 'wrongClient')
    expect(await verified(world, { clientBinding: 'browser-1' })).toBe('ok')
  })

  it('is accepted from any client if the sign-in had no binding', async () => {
    expect(await verified(await createSignedIn(), { clientBinding: 'browser-2' })).toBe('ok')
  })
})

describe('the time of a grant', () => {
  it.each(registering)('for %s ends at the registration deadline', async (purpose) => {
    const world = await createSignedIn({ policy: { registrationWindowInMinutes: 7 } })
    const { registrationDeadline } = world.result.signIn
    expect(registrationDeadline?.getTime()).toBe(world.clock.now() + 7 * minuteMs)
    world.clock.advance(7 * minuteMs - 1)
    expect(await verified(world, { purpose })).toBe('ok')
    world.clock.advance(1)
    await expectRefused(world, 'expired', { purpose })
  })

  it.each<GrantPurpose>(['session', 'signOut'])('for %s ends with the pass', async (purpose) => {
    const world = await createSignedIn()
    world.clock.advance(60 * minuteMs - 1)
    expect(await verified(world, { purpose })).toBe('ok')
    world.clock.advance(1)
    await expectRefused(world, 'expired', { purpose })
  })

  it('for registering ends with the pass if the pass is multi-use', async () => {
    const world = await createSignedIn({}, many)
    expect(world.result.signIn.registrationDeadline).toBeUndefined()
    world.clock.advance(60 * minuteMs - 1)
    expect(await verified(world, { purpose: 'registerPasskey' })).toBe('ok')
    world.clock.advance(1)
    await expectRefused(world, 'expired', { purpose: 'registerPasskey' })
  })

  it('for registering never exceeds the end of the pass', async () => {
    const world = await createSignedIn({ policy: { registrationWindowInMinutes: 60 } })
    const { registrationDeadline, notAfter } = world.result.signIn
    expect(registrationDeadline).toEqual(notAfter)
  })

  it.each([5, 30])('ends at the session ceiling of the host, %i minutes on, when that is sooner', async (minutes) => {
    const sessionCeiling = new Date(Date.UTC(2026, 10, 23, 6) + minutes * minuteMs)
    const world = await createSignedIn({}, once, { sessionCeiling })
    const { notAfter, registrationDeadline } = world.result.signIn
    expect(notAfter).toEqual(sessionCeiling)
    expect(registrationDeadline?.getTime()).toBe(world.clock.now() + Math.min(minutes, 10) * minuteMs)
    world.clock.set(sessionCeiling.getTime() - 1)
    expect(await verified(world)).toBe('ok')
    world.clock.advance(1)
    await expectRefused(world, 'expired')
  })

  it('is not extended by a session ceiling past the end of the pass', async () => {
    const sessionCeiling = new Date(Date.UTC(2030, 0))
    const world = await createSignedIn({}, once, { sessionCeiling })
    expect(world.result.signIn.notAfter.getTime()).toBe(world.clock.now() + 60 * minuteMs)
  })
})

describe('the pass, the user and the policy behind a grant', () => {
  const falls: readonly {
    readonly what: string
    readonly reason: GrantRefusalReason
    readonly fall: (world: SignedIn) => Promise<unknown>
  }[] = [
    {
      what: 'the pass is deleted',
      reason: 'deleted',
      fall: ({ tap }) => tap.passes.delete({ actor: admin, user: 'ada' }),
    },
    { what: 'the pass is replaced', reason: 'replaced', fall: ({ issue }) => issue('ada') },
    {
      what: 'the user is forgotten',
      reason: 'deleted',
      fall: ({ tap }) => tap.users.forget({ actor: admin, user: 'ada' }),
    },
    {
      what: 'the pass has met too many wrong codes',
      reason: 'revoked',
      fall: async ({ enter }) => {
        for (let guess = 0; guess < 3; guess += 1) await enter('Z'.repeat(48))
      },
    },
    {
      what: 'the user is disabled',
      reason: 'userDisabled',
      fall: async ({ users }) => users.set('ada', { id: 'ada', isEnabled: false }),
    },
    {
      what: 'the directory does not know the user any more',
      reason: 'userDisabled',
      fall: async ({ users }) => users.delete('ada'),
    },
    {
      what: 'the id belongs to another user now',
      reason: 'deleted',
      fall: async ({ users }) => users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'second' }),
    },
    {
      what: 'the user has become an external guest',
      reason: 'disabledByPolicy',
      fall: async ({ users }) => users.set('ada', { id: 'ada', isEnabled: true, type: 'externalGuest' }),
    },
    {
      what: 'the policy excludes the user',
      reason: 'disabledByPolicy',
      fall: ({ tap }) => {
        const patch = { excludeTargets: [{ targetType: 'user', id: 'ada' }] } as const
        return tap.policy.update({ actor: admin, patch })
      },
    },
    {
      what: 'the policy is disabled',
      reason: 'disabledByPolicy',
      fall: ({ tap }) => tap.policy.update({ actor: admin, patch: { state: 'disabled' } }),
    },
    {
      what: 'the policy allows one-time passes only',
      reason: 'disabledByPolicy',
      fall: ({ tap }) => tap.policy.update({ actor: admin, patch: { isUsableOnce: true } }),
    },
    {
      what: 'an attacker has changed the document',
      reason: 'unreadable',
      fall: async ({ store }) => {
        const key = { tenantId: 'default', kind: 'user', id: 'ada' }
        const [row] = await store.read([key])
        if (row) await store.compareAndSet(key, row.revision, { ...row, body: row.body.replace('ada', 'eve') })
      },
    },
  ]

  it.each(falls)('end the grant when $what: $reason', async ({ reason, fall }) => {
    const world = await createSignedIn({ policy: { wrongCodesBeforeRevocation: 3 } }, many)
    expect(await verified(world)).toBe('ok')
    await fall(world)
    for (const purpose of purposes) await expectRefused(world, reason, { purpose })
  })

  it('make it valid again when policy and user are back', async () => {
    const world = await createSignedIn()
    world.users.set('ada', { id: 'ada', isEnabled: false })
    expect(await verified(world)).toBe('userDisabled')
    world.users.set('ada', { id: 'ada', isEnabled: true })
    await world.tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
    expect(await verified(world)).toBe('disabledByPolicy')
    await world.tap.policy.update({ actor: admin, patch: { state: 'enabled' } })
    expect(await verified(world)).toBe('ok')
  })

  it('keep it valid while attackers guess codes, until the pass is revoked', async () => {
    const world = await createSignedIn({ policy: { wrongCodesBeforeLockout: 3 } }, many)
    for (let guess = 0; guess < 3; guess += 1) await world.enter('Z'.repeat(48))
    expect(await world.enter(world.code)).toBe('lockedOut')
    expect(await verified(world)).toBe('ok')
  })

  it('keep it valid when the same multi-use pass is used again', async () => {
    const world = await createSignedIn({}, many)
    const later = await signIn(world.tap, world.code)
    expect(await verified(world)).toBe('ok')
    expect(await verified(world, { grant: later.grant })).toBe('ok')
  })
})

describe('keys', () => {
  const next = { id: '2026-12', secret: seededBytes(99)(32) }

  it('can be rotated under a grant', async () => {
    const world = await createSignedIn()
    const { grant } = world.result
    const rotated = world.another({ keys: [next, ...world.keys] })
    expect(outcomeOf(await rotated.grants.verify({ grant, purpose: 'session' }))).toBe('ok')
  })

  it('invalidate their grants when they are dropped', async () => {
    const world = await createSignedIn()
    const { grant } = world.result
    const rotated = world.another({ keys: [next, ...world.keys] })
    await rotated.maintenance.reseal({ limit: 100 })
    const without = world.another({ keys: [next] })
    expect(outcomeOf(await without.grants.verify({ grant, purpose: 'session' }))).toBe('malformed')
  })
})

describe('the cost of verifying a grant', () => {
  it('is no read where the grant alone is refused, and otherwise one round of reads', async () => {
    const journal: Journal = []
    const world = await createSignedIn({}, once, { clientBinding: 'browser-1' })
    const spied = world.another({
      store: spiedStore(world.store, journal),
      directory: spiedDirectory({ findUser: async ({ user }) => world.users.get(user) }, journal),
    })
    const { grant } = world.result
    const verify = (input: Partial<VerifyGrantInput>) => spied.grants.verify({ grant, purpose: 'session', ...input })
    await verify({ grant: `${grant}x` })
    await verify({ clientBinding: 'browser-2' })
    expect(journal).toEqual([])
    await verify({ clientBinding: 'browser-1' })
    expect(journal).toEqual(['findUser', 'read policy user'])
    await verify({ clientBinding: 'browser-1', user: 'bob' })
    expect(journal.slice(2)).toEqual(['findUser'])
    world.clock.advance(60 * minuteMs)
    await verify({ clientBinding: 'browser-1' })
    expect(journal.slice(3)).toEqual([])
  })
})
