import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { sealedBy } from '../../src/crypto/seal.js'
import type { Key } from '../../src/ports/keys.js'
import type { World } from '../support/world.js'
import { admin, createWorld, seededBytes, wrongCode } from '../support/world.js'

const [older, newer, newest] = ['2026-05', '2026-11', '2027-05'].map(
  (id, index): Key => ({ id, secret: seededBytes(100 + index)(32) }),
) as [Key, Key, Key]

const directoryUsers = Array.from({ length: 25 }, (_, index) => ({ id: `user-${index}`, isEnabled: true }))

/** Creates passes for 25 users and a policy, all sealed with the older key. */
async function oldWorld(): Promise<World & { readonly codes: ReadonlyMap<string, string> }> {
  const world = createWorld({ keys: [older], users: directoryUsers })
  await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 7 } })
  const codes = new Map<string, string>()
  for (const { id } of directoryUsers) codes.set(id, (await world.issue(id)).temporaryAccessPass)
  return { ...world, codes }
}

/** Follows the documentation: repeats with the cursor, and starts again until a run re-seals nothing. */
async function resealAll(tap: Tap, limit: number): Promise<{ readonly resealed: number; readonly remaining: number }> {
  let total = 0
  for (;;) {
    let resealed = 0
    let remaining = 0
    let cursor: string | undefined
    do {
      const page = await tap.maintenance.reseal({ cursor, limit })
      resealed += page.resealed
      remaining += page.remaining
      cursor = page.cursor
    } while (cursor !== undefined)
    total += resealed
    if (resealed === 0) return { resealed: total, remaining }
  }
}

async function sealers({ store }: World): Promise<ReadonlySet<string | undefined>> {
  const pages = await Promise.all(['user', 'policy'].map((kind) => store.scan({ kind, limit: 1_000 })))
  return new Set(pages.flatMap(({ entries }) => entries).map(({ document }) => sealedBy(document)))
}

describe('key rotation', () => {
  it.each([1, 7, 500])('re-seals everything, %i documents a call, and codes outlive the old key', async (limit) => {
    const world = await oldWorld()
    const both = world.another({ keys: [newer, older] })
    expect(await sealers(world)).toEqual(new Set(['2026-05']))
    expect(await resealAll(both, limit)).toEqual({ resealed: 26, remaining: 0 })
    expect(await sealers(world)).toEqual(new Set(['2026-11']))
    const after = world.another({ keys: [newer] })
    for (const [user, code] of world.codes) {
      expect(await after.signIn({ user, code: wrongCode })).toMatchObject({ ok: false })
      expect(await after.signIn({ user, code })).toMatchObject({ ok: true })
    }
    expect((await after.policy.get({ actor: admin })).retentionInDays).toBe(7)
  })

  it('never makes a code fail when readers get the new key before writers', async () => {
    const world = await oldWorld()
    const processes = [[older], [older, newer], [newer, older], [newer, older, newest]].map((keys) =>
      world.another({ keys }),
    )
    const codes = [...world.codes]
    // During a rollout two neighbouring stages always run side by side.
    for (const [index, tap] of processes.entries()) {
      const neighbour = processes[index + 1] ?? tap
      const [user = '', code = ''] = codes[index] ?? []
      expect(await tap.signIn({ user, code })).toMatchObject({ ok: true })
      expect(await neighbour.signIn({ user, code })).toMatchObject({ ok: true })
      if (index > 0) expect(await tap.signIn({ user, code })).toMatchObject({ ok: true })
    }
  })

  it('changes nothing in a document except its seal and revision', async () => {
    const world = await oldWorld()
    const before = await world.row('user-3')
    await resealAll(world.another({ keys: [newer, older] }), 500)
    const after = await world.row('user-3')
    expect(after).toMatchObject({ body: before?.body, retainUntilMs: before?.retainUntilMs })
    expect(after?.revision).not.toBe(before?.revision)
  })

  it('covers every tenant, whichever tenant starts it', async () => {
    const world = await oldWorld()
    const other = world.tap.forTenant('other')
    const { temporaryAccessPass: code } = await other.passes.create({ actor: admin, user: 'user-1' })
    await resealAll(world.another({ keys: [newer, older] }), 500)
    const after = world.another({ keys: [newer] }).forTenant('other')
    expect(await after.signIn({ user: 'user-1', code })).toMatchObject({ ok: true })
  })

  it('leaves a tampered document unchanged, and counts it as remaining', async () => {
    const world = await oldWorld()
    const key = { tenantId: 'default', kind: 'user', id: 'user-3' }
    const row = await world.row('user-3')
    if (!row) throw new Error('No row')
    const edited = { ...row, body: row.body.replace('"isUsableOnce":false', '"isUsableOnce":true') }
    await world.store.compareAndSet(key, row.revision, edited)
    const both = world.another({ keys: [newer, older] })
    expect(await resealAll(both, 500)).toEqual({ resealed: 25, remaining: 1 })
    expect(await world.row('user-3')).toEqual(edited)
  })

  it('skips a document that was written meanwhile until its next run', async () => {
    const world = await oldWorld()
    const neighbour = world.another({ keys: [older, newer] })
    const code = world.codes.get('user-3') ?? ''
    const both = createWorld({
      users: directoryUsers,
      keys: [newer, older],
      store: {
        ...world.store,
        scan: async (page) => {
          const answer = await world.store.scan(page)
          expect(await neighbour.signIn({ user: 'user-3', code })).toMatchObject({ ok: true })
          return answer
        },
      },
    })
    const policies = await both.tap.maintenance.reseal()
    expect(await both.tap.maintenance.reseal({ cursor: policies.cursor })).toMatchObject({ resealed: 24, remaining: 1 })
  })

  it('refuses sign-ins as keyMissing when a key is removed too early', async () => {
    const world = await oldWorld()
    const after = createWorld({ users: directoryUsers, store: world.store, keys: [newer] })
    expect(await after.enter(world.codes.get('user-3') ?? '', 'user-3')).toBe('keyMissing')
  })
})

describe('a key provider', () => {
  it('is read at every use, so a rotation needs no restart', async () => {
    let current: readonly Key[] = [older]
    const world = createWorld({ keys: async () => current })
    const { temporaryAccessPass: code } = await world.issue()
    current = [newer, older]
    expect(await world.enter(code)).toBe('signedIn')
    expect(sealedBy((await world.row()) ?? { seal: '', body: '', revision: '', retainUntilMs: null })).toBe('2026-11')
    current = [newer]
    expect(await world.enter(code)).toBe('signedIn')
    current = [newest]
    expect(await world.enter(code)).toBe('keyMissing')
    current = [newer]
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('fails the call under its port name when it throws or returns no key', async () => {
    for (const keys of [async () => [], async () => Promise.reject(new Error('away'))]) {
      const world = createWorld({ keys })
      await expect(world.issue()).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'keys' })
      await expect(world.enter(wrongCode)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'keys' })
    }
  })
})
