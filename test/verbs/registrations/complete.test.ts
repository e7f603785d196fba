import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../adapters/memory/index.js'
import type { Credential } from '../../../src/core/registration/registration.js'
import { readablePart } from '../../support/calls.js'
import { minuteMs } from '../../support/clock.js'
import type { SignedIn } from '../../support/signed-in.js'
import { createSignedIn, lastEvent, many, once, outcomeOf, passkey, signIn } from '../../support/signed-in.js'
import { alteredStore } from '../../support/spies.js'
import { admin } from '../../support/world.js'

const ada = { actor: admin, user: 'ada' }
const readers = { actor: { ...admin, permissions: ['registrations.list'] }, user: 'ada' } as const
const zeros = '00000000-0000-0000-0000-000000000000'
const model = 'ee882879-721c-4913-9775-3dfcce97072a'

async function completed(world: SignedIn, credential: Credential, grant = world.result.grant): Promise<string> {
  return outcomeOf(await world.tap.registrations.complete({ grant, credential }))
}

async function listed({ tap }: SignedIn): Promise<readonly string[]> {
  return (await tap.registrations.list(readers)).map(({ credential }) => credential.id)
}

describe('registrations.complete', () => {
  it('returns, emits and lists the credential with its pass', async () => {
    const world = await createSignedIn()
    const credential = passkey('AbC', { label: 'Ada’s phone', aaguid: model })
    const { grant } = world.result
    const registration = {
      credential,
      userId: 'ada',
      passId: world.passId,
      registeredAt: new Date(world.clock.now()),
    }
    expect(await world.tap.registrations.complete({ grant, credential })).toEqual({ ok: true, registration })
    expect(lastEvent(world)).toMatchObject({ type: 'registration.completed', details: { registration } })
    expect(await world.tap.registrations.list(readers)).toEqual([registration])
  })

  it('cannot forge a line of a log; the result is as it was given', async () => {
    const world = await createSignedIn({}, many)
    const credential = { id: 'a\r\nb', type: 'passkey', label: 'Ada\u2028\u202e\u0000’s key' }
    const completing = world.tap.registrations.complete({ grant: world.result.grant, credential })
    expect(await completing).toMatchObject({ ok: true, registration: { credential } })
    const clean = { id: 'a\\u{D}\\u{A}b', type: 'passkey', label: 'Ada’s key' }
    expect(lastEvent(world).details).toMatchObject({ registration: { credential: clean } })
    expect(await world.tap.passes.delete({ ...ada, cascade: true })).toMatchObject({ registrations: [{ credential }] })
    expect(lastEvent(world).details).toMatchObject({ registrations: [{ credential: clean }] })
  })

  it('returns the same result for the same grant and credential, and records it once', async () => {
    const world = await createSignedIn({ policy: { registrableCredentials: { types: ['passkey'], maximum: 1 } } })
    const input = { grant: world.result.grant, credential: passkey() }
    const first = await world.tap.registrations.complete(input)
    world.clock.advance(minuteMs)
    const row = await world.row()
    expect(await world.tap.registrations.complete(input)).toEqual(first)
    expect(readablePart(await world.row())).toEqual(readablePart(row))
  })

  it('is repeatable after the policy has become narrower, and after a crash in another process', async () => {
    const world = await createSignedIn()
    const input = { grant: world.result.grant, credential: passkey() }
    const first = await world.tap.registrations.complete(input)
    const patch = { registrableCredentials: { types: ['authenticatorApp'], maximum: 1 } }
    await world.tap.policy.update({ actor: admin, patch })
    expect(await world.another().registrations.complete(input)).toEqual(first)
    expect(await completed(world, passkey(2))).toBe('credentialNotAllowed')
  })

  it('refuses a credential that another sign-in has registered', async () => {
    const world = await createSignedIn({}, many)
    const later = await signIn(world.tap, world.code)
    expect(await completed(world, passkey())).toBe('ok')
    expect(await completed(world, passkey(), later.grant)).toBe('alreadyCompleted')
    expect(await completed(world, passkey(2), later.grant)).toBe('ok')
  })

  it('accepts the types of the policy, also those of the host application', async () => {
    const policy = { registrableCredentials: { types: ['smartCard'], maximum: 10 } }
    const world = await createSignedIn({ policy })
    expect(await completed(world, { id: 'card', type: 'smartCard' })).toBe('ok')
    expect(await completed(world, { id: 'token', type: 'hardwareToken' })).toBe('credentialNotAllowed')
    expect(await completed(world, passkey())).toBe('wrongPurpose')
    expect(lastEvent(world)).toMatchObject({
      type: 'grant.refused',
      details: { purpose: 'registerPasskey', reason: 'wrongPurpose' },
    })
  })

  it('accepts the passkey models of the policy in either case, and none without a model', async () => {
    const policy = { registrableCredentials: { types: ['passkey', 'authenticatorApp'], aaguids: [model], maximum: 10 } }
    const world = await createSignedIn({ policy })
    expect(await completed(world, passkey(1, { aaguid: model.toUpperCase() }))).toBe('ok')
    expect(await completed(world, passkey(2, { aaguid: zeros }))).toBe('credentialNotAllowed')
    expect(await completed(world, passkey(3))).toBe('credentialNotAllowed')
    expect(await completed(world, { id: 'app', type: 'authenticatorApp' })).toBe('ok')
  })

  it('refuses more credentials than the policy allows for a pass', async () => {
    const world = await createSignedIn({ policy: { registrableCredentials: { types: ['passkey'], maximum: 2 } } })
    const outcomes = []
    for (const number of [1, 2, 3, 1]) outcomes.push(await completed(world, passkey(number)))
    expect(outcomes).toEqual(['ok', 'ok', 'alreadyCompleted', 'ok'])
    expect(await listed(world)).toEqual(['key-1', 'key-2'])
  })

  it('starts counting at zero for each pass', async () => {
    const world = await createSignedIn({ policy: { registrableCredentials: { types: ['passkey'], maximum: 1 } } })
    await completed(world, passkey(1))
    const { temporaryAccessPass: code } = await world.issue('ada', once)
    expect(await completed(world, passkey(2), (await signIn(world.tap, code)).grant)).toBe('ok')
    expect(await listed(world)).toEqual(['key-1', 'key-2'])
  })

  it('ends at the registration deadline, and with the grant', async () => {
    const world = await createSignedIn()
    world.clock.advance(10 * minuteMs - 1)
    expect(await completed(world, passkey(1))).toBe('ok')
    world.clock.advance(1)
    expect(await completed(world, passkey(2))).toBe('expired')
    const replaced = await createSignedIn()
    await replaced.issue()
    expect(await completed(replaced, passkey())).toBe('replaced')
    expect(await listed(replaced)).toEqual([])
  })

  it('is refused for another user and another client', async () => {
    const world = await createSignedIn({}, once, { clientBinding: 'browser-1' })
    const input = { grant: world.result.grant, credential: passkey() }
    const outcome = async (rest: object) => outcomeOf(await world.tap.registrations.complete({ ...input, ...rest }))
    expect(await outcome({})).toBe('wrongClient')
    expect(await outcome({ clientBinding: 'browser-2' })).toBe('wrongClient')
    expect(await outcome({ clientBinding: 'browser-1', user: 'bob' })).toBe('wrongUser')
    expect(await outcome({ clientBinding: 'browser-1', user: 'ada@example.com' })).toBe('ok')
  })

  const bad: readonly (readonly [field: string, credential: object])[] = [
    ['credential.id', { id: '' }],
    ['credential.id', { id: 'x'.repeat(1_025) }],
    ['credential.type', { type: '' }],
    ['credential.type', { type: 'x'.repeat(65) }],
    ['credential.label', { label: 'x'.repeat(129) }],
    ['credential.aaguid', { aaguid: 'not a guid' }],
    ['credential.secret', { secret: 'x' }],
  ]

  it.each(bad)('throws for a wrong %s from the host application', async (field, wrong) => {
    const world = await createSignedIn()
    const credential = { ...passkey(), ...wrong }
    const failure = await world.tap.registrations
      .complete({ grant: world.result.grant, credential })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'TAP_INVALID_INPUT', issues: [{ field }] })
  })
})

describe('lineage', () => {
  it('is returned and emitted by a cascade of its own pass, and then gone', async () => {
    const world = await createSignedIn()
    await completed(world, passkey('former'))
    const { id: passId, temporaryAccessPass: code } = await world.issue('ada', once)
    const { grant } = await signIn(world.tap, code)
    await completed(world, passkey(1), grant)
    await completed(world, passkey(2), grant)
    const deleted = await world.tap.passes.delete({ ...ada, cascade: true })
    expect(deleted.registrations.map(({ credential }) => credential.id)).toEqual(['key-1', 'key-2'])
    expect(deleted).toMatchObject({ userId: 'ada', passId })
    const { registrations } = deleted
    expect(lastEvent(world)).toMatchObject({ type: 'pass.deleted', details: { passId, registrations } })
    expect(await listed(world)).toEqual(['key-former'])
  })

  it('is kept when the pass is replaced, and when it is deleted without a cascade', async () => {
    const world = await createSignedIn()
    await completed(world, passkey())
    await world.issue()
    expect(await listed(world)).toEqual(['key-1'])
    expect((await world.tap.passes.delete(ada)).registrations).toEqual([])
    expect(await listed(world)).toEqual(['key-1'])
  })

  it('belongs to one user: the next user with the id has none', async () => {
    const world = await createSignedIn()
    await completed(world, passkey())
    world.users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'second' })
    expect(await listed(world)).toEqual([])
  })
})

describe('a lost result of the store', () => {
  it('to a completion leaves one record, one result and a spent pass', async () => {
    const store = memoryStore()
    let toLose = 0
    const forgetful = alteredStore(store, {
      compareAndSet: async (...write) => {
        const isWritten = await store.compareAndSet(...write)
        if (toLose === 0) return isWritten
        toLose -= 1
        throw new Error('The connection is gone')
      },
    })
    const world = await createSignedIn({ store: forgetful, policy: { spendOn: 'registration' } })
    toLose = 1
    expect(await completed(world, passkey())).toBe('ok')
    expect(await completed(world, passkey())).toBe('ok')
    expect(await listed(world)).toEqual(['key-1'])
    expect(await world.enter(world.code)).toBe('oneTimeUsed')
  })

  it('to a cascade still leaves the registered credentials in the result', async () => {
    const store = memoryStore()
    let isLosing = false
    const forgetful = alteredStore(store, {
      compareAndSet: async (...write) => {
        const isWritten = await store.compareAndSet(...write)
        if (!isLosing) return isWritten
        isLosing = false
        throw new Error('The connection is gone')
      },
    })
    const world = await createSignedIn({ store: forgetful })
    await completed(world, passkey())
    isLosing = true
    const deleted = await world.tap.passes.delete({ ...ada, cascade: true })
    expect(deleted.registrations).toMatchObject([{ credential: { id: 'key-1' } }])
  })
})
