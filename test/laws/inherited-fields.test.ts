import { afterEach, describe, expect, it } from 'vitest'
import { createTap } from '../../src/create-tap.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { dayMs } from '../support/clock.js'
import { admin, createWorld, seededBytes, wrongCode } from '../support/world.js'

/** What other code of the process may have put on `Object.prototype`: a value of the right type for each optional field. */
const inherited: readonly (readonly [name: string, value: unknown])[] = [
  // Inputs.
  ['startDateTime', new Date(Date.UTC(2026, 10, 24))],
  ['lifetimeInMinutes', 15],
  ['isUsableOnce', true],
  ['justification', 'inherited'],
  ['ticket', 'inherited'],
  ['deliverTo', 'email'],
  ['passId', '00000000-0000-4000-8000-000000000000'],
  ['cascade', true],
  ['limit', 1],
  ['cursor', 'inherited'],
  ['context', { correlationId: 'inherited' }],
  ['correlationId', 'inherited'],
  ['permissions', ['passes.create', 'users.forget']],
  ['authentication', { at: new Date(Date.UTC(2026, 10, 23, 6)), acr: 'aal2' }],
  ['surface', 'kiosk'],
  ['clientBinding', 'inherited'],
  ['attemptId', 'inherited-attempt-id'],
  ['priorAmr', ['hwk']],
  ['sessionCeiling', new Date(Date.UTC(2026, 10, 23, 7))],
  ['homeTenantId', 'inherited'],
  ['startDate', '2026-12-01'],
  ['startTime', '09:00'],
  ['timeZone', 'Europe/Berlin'],
  ['isDryRun', true],
  ['label', 'inherited'],
  ['aaguid', '00000000-0000-4000-8000-000000000000'],
  // What a directory says.
  ['roles', ['Global Administrator']],
  ['groups', ['staff']],
  ['isRestricted', true],
  ['incarnation', 'inherited'],
  ['addresses', [{ channel: 'email', value: 'inherited@example.com' }]],
  // Policies.
  ['acr', 'aal2'],
  ['maximumSignInAgeInMinutes', 1],
  ['dualControl', [{ targetType: 'user', id: 'ada' }]],
  ['tenant', 1],
  ['aaguids', ['00000000-0000-4000-8000-000000000000']],
  ['isDisabledUserAllowed', false],
  ['state', 'disabled'],
  // Stored documents.
  ['pass', { id: 'inherited' }],
  ['lockout', { until: '2030-01-01T00:00:00.000Z', lengthMs: 1_000 }],
  ['ended', { how: 'revoked', at: '2026-11-23T06:00:00.000Z', commitId: 'c' }],
  ['lastUsedAt', '2026-11-23T06:00:00.000Z'],
  ['latestSignIn', { id: 's', at: '2026-11-23T06:00:00.000Z' }],
  ['repudiatedAt', '2026-11-23T06:00:00.000Z'],
  ['repudiatedPassId', 'inherited'],
  ['wrongCodesOnDeletedPass', 99],
  ['cascadedAt', '2026-11-23T06:00:00.000Z'],
  ['issuedKeys', 'AAAAAAAAAAA'],
  ['registrationDeadline', '2026-11-23T06:00:00.000Z'],
  // Options.
  ['witness', {}],
  ['isPolicyStored', true],
  ['tenantId', 'inherited'],
  ['policy', { state: 'disabled' }],
  ['passOffer', 'policy'],
  ['hashing', { concurrency: 1 }],
  ['authorize', () => true],
  ['deliverer', async () => undefined],
  ['notifier', async () => undefined],
]

let clean = ''
afterEach(() => {
  for (const [name] of inherited) Reflect.deleteProperty(Object.prototype, name)
})

describe('a field that Object.prototype has', () => {
  it.each(inherited)('changes no call: %s', async (name, value) => {
    clean ||= await story()
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
    const told = await story()
    Reflect.deleteProperty(Object.prototype, name)
    expect(told).toBe(clean)
  })

  it('makes no user an administrator, on a row whose class has getters', async () => {
    class Row {
      readonly #id: string
      constructor(id: string) {
        this.#id = id
      }
      get id(): string {
        return this.#id
      }
      get isEnabled(): boolean {
        return true
      }
    }
    const { tap } = createWorld({ directory: { findUser: async ({ user }) => new Row(user) } })
    await tap.passes.create({ actor: admin, user: 'ada' })
    Object.defineProperty(Object.prototype, 'roles', { value: ['Global Administrator'], configurable: true })
    const call = tap.passes.get({ actor: { kind: 'user', user: 'eve' }, user: 'ada' })
    await expect(call).rejects.toMatchObject({ code: 'TAP_NOT_AUTHORIZED', reason: 'permissionMissing' })
  })
})

/** Makes the usual calls in a world of its own, and returns everything that callers and the log saw. */
async function story(): Promise<string> {
  const users: readonly DirectoryUser[] = [
    { id: 'ada', isEnabled: true },
    { id: 'bob', isEnabled: true },
    { id: 'off', isEnabled: false },
    { id: 'root', isEnabled: true, roles: ['Global Administrator'] },
  ]
  const { store, keys, clock } = createWorld()
  const events: unknown[] = []
  const tap = createTap({
    store,
    directory: { findUser: async ({ user }) => users.find(({ id }) => id === user) },
    keys,
    clock: clock.read,
    randomBytes: seededBytes(1),
    events: (event) => void events.push(event),
    policy: { state: 'enabled', defaultLength: 48 },
  })
  const seen: unknown[] = []
  const see = async (call: Promise<unknown>): Promise<void> => {
    seen.push(await call.catch((error: { readonly code?: unknown }) => error.code ?? String(error)))
  }
  const root = { kind: 'user', user: 'root' } as const
  const bob = { kind: 'user', user: 'bob' } as const
  await see(tap.policy.update({ actor: root, patch: { retentionInDays: 3 } }))
  const { temporaryAccessPass: code } = await tap.passes.create({ actor: root, user: 'ada' })
  await see(tap.passes.create({ actor: bob, user: 'ada' }))
  await see(tap.signIn({ user: 'ada', code: wrongCode }))
  const signedIn = await tap.signIn({ user: 'ada', code })
  seen.push(signedIn)
  const grant = signedIn.ok ? signedIn.grant : ''
  await see(tap.grants.verify({ grant, purpose: 'session' }))
  await see(tap.registrations.complete({ grant, credential: { id: 'key', type: 'passkey' } }))
  await see(tap.registrations.list({ actor: root, user: 'ada' }))
  await see(tap.passes.get({ actor: root, user: 'ada' }))
  await see(tap.passes.list({ actor: root }))
  await see(tap.users.explain({ actor: root, user: 'ada' }))
  await see(tap.isPassOffered({ user: 'ada' }))
  await see(tap.passes.create({ actor: root, user: 'off' }))
  for await (const row of tap.passes.createMany({ actor: root, rows: [{ user: 'bob', idempotencyKey: 'k' }] }))
    seen.push(row)
  await see(tap.passes.delete({ actor: root, user: 'ada' }))
  await see(tap.users.forget({ actor: bob, user: 'ada' }))
  clock.advance(dayMs)
  await see(tap.passes.get({ actor: root, user: 'bob' }))
  await see(tap.maintenance.sweep())
  return JSON.stringify({ tenantId: tap.tenantId, seen, events }, null, 1)
}
