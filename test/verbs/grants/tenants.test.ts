import { describe, expect, it } from 'vitest'
import type { VerifyGrantInput } from '../../../src/api/grants.js'
import type { GrantPurpose } from '../../../src/core/grant/grant.js'
import { minuteMs } from '../../support/clock.js'
import type { SignedIn } from '../../support/signed-in.js'
import { createSignedIn, lastEvent, many, outcomeOf, passkey } from '../../support/signed-in.js'
import { admin } from '../../support/world.js'

/** Ada has signed in at home; another tenant may trust that. */
async function abroad(trustedTenants: readonly string[] = ['home']): Promise<SignedIn> {
  const world = await createSignedIn({ tenantId: 'home' }, many)
  await world.tap.forTenant('abroad').policy.update({ actor: admin, patch: { trustedTenants } })
  return world
}

async function shown({ tap, result }: SignedIn, input: Partial<VerifyGrantInput> = {}): Promise<string> {
  const { grant } = result
  const asked = { grant, purpose: 'session', homeTenantId: 'home', ...input } as const
  return outcomeOf(await tap.forTenant('abroad').grants.verify(asked))
}

describe('a grant of another tenant', () => {
  it('opens a session where its tenant is trusted, with an event in the calling tenant', async () => {
    const world = await abroad()
    expect(await shown(world)).toBe('ok')
    expect(lastEvent(world)).toMatchObject({ type: 'grant.verified', tenantId: 'abroad', userId: 'ada' })
  })

  it.each([[[]], [['Home']], [['elsewhere', 'home2']]])(
    'is refused where the trusted tenants are %j',
    async (trusted) => {
      const world = await abroad(trusted)
      expect(await shown(world)).toBe('tenantNotTrusted')
      expect(lastEvent(world)).toMatchObject({ tenantId: 'abroad', details: { reason: 'tenantNotTrusted' } })
    },
  )

  it('is trusted in one direction only', async () => {
    const world = await abroad()
    const { temporaryAccessPass: code } = await world.tap
      .forTenant('abroad')
      .passes.create({ actor: admin, user: 'ada' })
    const result = await world.tap.forTenant('abroad').signIn({ user: 'ada', code })
    if (!result.ok) throw new Error('The sign-in was expected to succeed')
    const { grant } = result
    const verified = await world.tap.grants.verify({ grant, purpose: 'session', homeTenantId: 'abroad' })
    expect(outcomeOf(verified)).toBe('tenantNotTrusted')
  })

  it.each<GrantPurpose>(['registerPasskey', 'registerAuthenticatorApp', 'replaceCredential', 'signOut'])(
    'is not for %s',
    async (purpose) => {
      expect(await shown(await abroad(), { purpose })).toBe('wrongPurpose')
    },
  )

  it('registers nothing', async () => {
    const { tap, result } = await abroad()
    const input = { grant: result.grant, credential: passkey() }
    expect(outcomeOf(await tap.forTenant('abroad').registrations.complete(input))).toBe('malformed')
  })

  it('must come from the named tenant; a grant of the own tenant needs no name', async () => {
    const world = await abroad(['home', 'elsewhere'])
    expect(await shown(world, { homeTenantId: 'elsewhere' })).toBe('malformed')
    expect(await shown(world, { homeTenantId: undefined })).toBe('malformed')
    const { grant } = world.result
    expect(outcomeOf(await world.tap.grants.verify({ grant, purpose: 'session' }))).toBe('ok')
  })

  it('is judged by the policy and the documents of its own tenant', async () => {
    const world = await abroad()
    await world.tap.forTenant('abroad').policy.update({ actor: admin, patch: { state: 'disabled' } })
    await world.tap.forTenant('abroad').passes.list({ actor: admin })
    expect(await shown(world)).toBe('ok')
    await world.tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
    expect(await shown(world)).toBe('disabledByPolicy')
    await world.tap.policy.update({ actor: admin, patch: { state: 'enabled' } })
    await world.tap.passes.delete({ actor: admin, user: 'ada' })
    expect(await shown(world)).toBe('deleted')
  })

  it('ends everywhere when it ends in its own tenant', async () => {
    const world = await abroad()
    world.clock.advance(60 * minuteMs)
    expect(await shown(world)).toBe('expired')
  })

  it('is looked up in the directory of its own tenant', async () => {
    const asked: string[] = []
    const world = await abroad()
    const spied = world.another({
      directory: {
        findUser: async ({ user, tenantId }) => {
          asked.push(tenantId)
          return world.users.get(user)
        },
      },
    })
    const input = { grant: world.result.grant, purpose: 'session', homeTenantId: 'home', user: 'ada' } as const
    expect(outcomeOf(await spied.forTenant('abroad').grants.verify(input))).toBe('ok')
    expect(asked).toEqual(['home', 'home'])
  })
})

describe('an id of another tenant', () => {
  it('gives the same result as a missing id, also for registrations', async () => {
    const { tap, result } = await createSignedIn({ tenantId: 'home' })
    await tap.registrations.complete({ grant: result.grant, credential: passkey() })
    const list = { actor: { kind: 'app', id: 'desk', permissions: ['registrations.list'] }, user: 'ada' } as const
    expect(await tap.registrations.list(list)).toHaveLength(1)
    expect(await tap.forTenant('abroad').registrations.list(list)).toEqual([])
    expect(await tap.forTenant('abroad').registrations.list({ ...list, user: 'bob' })).toEqual([])
  })
})
