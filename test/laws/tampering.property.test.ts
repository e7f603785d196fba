import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { UnreadableReason } from '../../src/errors.js'
import { UnreadableDocumentError } from '../../src/errors.js'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import { dayMs } from '../support/clock.js'
import type { World } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'

const adasKey: StoreKey = { tenantId: 'default', kind: 'user', id: 'ada' }
/** An attacker who writes the header of a seal chooses one of these. Each of them refuses. */
const unreadableReasons: readonly string[] = ['tampered', 'keyMissing', 'wrongKey', 'otherFormat']

const policyKey: StoreKey = { tenantId: 'default', kind: 'policy', id: 'policy' }

async function rowOf({ store }: World, key: StoreKey): Promise<StoredDocument> {
  const [row] = await store.read([key])
  if (!row) throw new Error(`Nothing is stored under ${key.kind} ${key.id}`)
  return row
}

/** Replaces a row, as an attacker with the database and without the key can do. */
async function put({ store }: World, key: StoreKey, row: StoredDocument): Promise<void> {
  const [current] = await store.read([key])
  await store.compareAndSet(key, current?.revision ?? null, row)
}

/** Creates a world in which Ada has a multi-use pass with one wrong code and one use. */
async function issuedWorld(): Promise<World & { readonly code: string; readonly stored: StoredDocument }> {
  const world = createWorld()
  const { temporaryAccessPass: code } = await world.issue('ada', { lifetimeInMinutes: 600 })
  await world.enter(code)
  await world.enter(wrongCode)
  return { ...world, code, stored: await rowOf(world, adasKey) }
}

/** Expects the refusal, the event and every administrator's verb to report the unreadable document. */
async function expectRefused(world: World, code: string, reason: UnreadableReason): Promise<void> {
  const { tap, events, enter } = world
  expect(await enter(code)).toBe(reason)
  expect(events.at(-1)).toMatchObject({ type: 'signIn.refused', userId: 'ada', details: { reason } })
  for (const call of [
    tap.passes.get({ actor: admin, user: 'ada' }),
    tap.users.unlock({ actor: admin, user: 'ada', justification: 'a call' }),
  ]) {
    const error = await call.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnreadableDocumentError)
    expect(error).toMatchObject({ reason, key: adasKey })
    expect(events.at(-1)).toMatchObject({ type: 'call.failed', details: { code: 'TAP_UNREADABLE_DOCUMENT', reason } })
  }
  expect(await tap.users.explain({ actor: admin, user: 'ada' })).toMatchObject({ usability: 'unreadable' })
  const { items } = await tap.passes.list({ actor: admin })
  expect(items.filter(({ userId }) => userId === 'ada')).toEqual([])
}

type Path = readonly string[]

/** Returns the path of every field of a readable body, nested ones included. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([name, entry]) => pathsOf(entry, [...path, name]))
  return path.length === 0 ? inner : [path, ...inner]
}

/** Returns the body with one field changed or removed. */
function edited(body: string, path: Path, edit: (value: unknown) => unknown): string {
  const root = JSON.parse(body)
  const parent = path.slice(0, -1).reduce((value, name) => value[name], root)
  const name = path.at(-1) ?? ''
  const next = edit(parent[name])
  if (next === undefined) delete parent[name]
  else parent[name] = next
  return JSON.stringify(root)
}

function another(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string') return null
  return Number.isNaN(Date.parse(value)) ? `${value}x` : new Date(Date.parse(value) + dayMs).toISOString()
}

describe('a stored pass', () => {
  it('opens while it is unchanged', async () => {
    const world = await issuedWorld()
    await put(world, adasKey, { ...world.stored })
    expect(await world.enter(world.code)).toBe('signedIn')
  })

  it('is refused when any readable field is changed or removed', async () => {
    const { stored } = await issuedWorld()
    const paths = pathsOf(JSON.parse(stored.body))
    const names = paths.map((path) => path.join('.'))
    for (const name of ['userId', 'pass.endAt', 'pass.isUsableOnce', 'pass.wrongCodes', 'wrongCodes.consecutive']) {
      expect(names).toContain(name)
    }
    for (const path of paths) {
      for (const edit of [another, () => undefined]) {
        const world = await issuedWorld()
        await put(world, adasKey, { ...world.stored, body: edited(world.stored.body, path, edit) })
        await expectRefused(world, world.code, 'tampered')
      }
    }
  })

  it('is refused when text is added, removed or changed anywhere in its body', async () => {
    const splice = fc.record({ at: fc.nat(), without: fc.nat(3), text: fc.string({ unit: 'binary', maxLength: 3 }) })
    const world = await issuedWorld()
    const { stored, code, enter } = world
    await fc.assert(
      fc.asyncProperty(splice, async ({ at, without, text }) => {
        const place = at % (stored.body.length + 1)
        const body = stored.body.slice(0, place) + text + stored.body.slice(place + without)
        fc.pre(body !== stored.body)
        await put(world, adasKey, { ...stored, body })
        expect(await enter(code)).toBe('tampered')
      }),
    )
  })

  it('is refused when its body or seal is cut short anywhere', async () => {
    const world = await issuedWorld()
    const { stored, code, enter } = world
    for (let length = 0; length < stored.body.length; length += 7) {
      await put(world, adasKey, { ...stored, body: stored.body.slice(0, length) })
      expect(await enter(code)).toBe('tampered')
    }
    for (let length = 0; length < stored.seal.length; length += 1) {
      await put(world, adasKey, { ...stored, seal: stored.seal.slice(0, length) })
      expect(unreadableReasons).toContain(await enter(code))
    }
  })

  it('is refused when any symbol of its seal is changed', async () => {
    const world = await issuedWorld()
    const { stored, code, enter } = world
    for (const [at, symbol] of [...stored.seal].entries()) {
      const seal = `${stored.seal.slice(0, at)}${symbol === 'A' ? 'B' : 'A'}${stored.seal.slice(at + 1)}`
      await put(world, adasKey, { ...stored, seal })
      // Suite, key id and key check value are the header. Everything after it is sealed.
      expect(at < 23 ? unreadableReasons : ['tampered']).toContain(await enter(code))
    }
  })

  it.each([1, -1, dayMs, Number.MAX_SAFE_INTEGER])('is refused when its retention is changed by %i ms', async (ms) => {
    const world = await issuedWorld()
    const retainUntilMs = Math.min((world.stored.retainUntilMs ?? 0) + ms, Number.MAX_SAFE_INTEGER)
    await put(world, adasKey, { ...world.stored, retainUntilMs })
    await expectRefused(world, world.code, 'tampered')
  })

  it('is refused when its retention is removed or its revision is changed', async () => {
    for (const change of [{ retainUntilMs: null }, { revision: 'AAAAAAAAAAAAAAAAAAAAAA' }, { revision: '' }]) {
      const world = await issuedWorld()
      await put(world, adasKey, { ...world.stored, ...change })
      await expectRefused(world, world.code, 'tampered')
    }
  })

  it('is refused in the row of another user, whole or with its seal alone', async () => {
    for (const take of ['whole', 'seal'] as const) {
      const world = await issuedWorld()
      const { temporaryAccessPass: bobsCode } = await world.issue('bob')
      const bobs = await rowOf(world, { ...adasKey, id: 'bob' })
      await put(world, adasKey, take === 'whole' ? bobs : { ...world.stored, seal: bobs.seal })
      await expectRefused(world, bobsCode, 'tampered')
    }
  })

  it('is refused in another tenant', async () => {
    const world = await issuedWorld()
    await world.tap.forTenant('other').passes.create({ actor: admin, user: 'ada' })
    await put(world, adasKey, await rowOf(world, { ...adasKey, tenantId: 'other' }))
    await expectRefused(world, world.code, 'tampered')
  })

  it('is refused in the row of another kind of document', async () => {
    const world = await issuedWorld()
    await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 1 } })
    await put(world, adasKey, await rowOf(world, policyKey))
    await expectRefused(world, world.code, 'tampered')
  })

  it('is refused as keyMissing, not as tampered, when its key is missing', async () => {
    const world = await issuedWorld()
    const elsewhere = createWorld({ store: world.store, keys: [{ id: 'another', secret: world.randomBytes(32) }] })
    await expectRefused(elsewhere, world.code, 'keyMissing')
  })

  it('is refused as wrongKey, not as tampered, when the key of the same id has another secret', async () => {
    const world = await issuedWorld()
    const elsewhere = createWorld({ store: world.store, keys: [{ id: '2026-11', secret: world.randomBytes(32) }] })
    await expectRefused(elsewhere, world.code, 'wrongKey')
    expect(await elsewhere.tap.users.explain({ actor: admin, user: 'ada' })).toMatchObject({
      usability: 'unreadable',
      messageId: 'explain.unreadablePass.wrongKey',
    })
  })

  it('is refused as otherFormat, not as tampered, when another version of the package wrote its body', async () => {
    const world = await issuedWorld()
    const parse = JSON.parse
    const newer = vi.spyOn(JSON, 'parse').mockImplementation((text) => ({ ...parse(text), version: 99 }))
    try {
      await expectRefused(world, world.code, 'otherFormat')
    } finally {
      newer.mockRestore()
    }
    expect(await world.enter(world.code)).toBe('signedIn')
  })

  it('can be replaced after it was changed, and the event says so', async () => {
    const world = await issuedWorld()
    await put(world, adasKey, { ...world.stored, body: '{}' })
    const { temporaryAccessPass: code } = await world.issue()
    expect(world.events.at(-1)).toMatchObject({ type: 'pass.created', details: { overwrote: 'tampered' } })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it.each(['tampered', 'keyMissing', 'wrongKey'] as const)(
    'can be deleted once it is %s, and the event says so',
    async (reason) => {
      const before = await issuedWorld()
      if (reason === 'tampered') await put(before, adasKey, { ...before.stored, body: '{}' })
      const renewed = [{ id: reason === 'wrongKey' ? '2026-11' : 'another', secret: before.randomBytes(32) }]
      const world = createWorld({ store: before.store, keys: reason === 'tampered' ? before.keys : renewed })
      await expectRefused(world, before.code, reason)
      const deleted = await world.tap.passes.delete({ actor: admin, user: 'ada', cascade: true })
      expect(deleted).toEqual({ userId: 'ada', passId: undefined, registrations: [] })
      expect(world.events.at(-1)).toMatchObject({ type: 'pass.deleted', details: { overwrote: reason } })
      expect(await world.enter(before.code)).toBe('noPass')
    },
  )

  it('can be forgotten with its user after it was changed', async () => {
    const world = await issuedWorld()
    await put(world, adasKey, { ...world.stored, body: '{}' })
    await world.tap.users.forget({ actor: admin, user: 'ada' })
    expect(await world.tap.passes.get({ actor: admin, user: 'ada' })).toBeUndefined()
  })

  // No seal can detect a rollback: that is what versions and the witness are for. See test/witness.
  it('is opened when an older whole row is restored, in a process that has not seen the later one', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    const unused = await rowOf(world, adasKey)
    expect(await world.enter(code)).toBe('signedIn')
    expect(await world.enter(code)).toBe('oneTimeUsed')
    await put(world, adasKey, unused)
    expect(await world.another().signIn({ user: 'ada', code })).toMatchObject({ ok: true })
  })
})

describe('a stored policy', () => {
  async function policyWorld(): Promise<World & { readonly code: string; readonly stored: StoredDocument }> {
    const world = createWorld({ policy: { excludeTargets: [] } })
    const { temporaryAccessPass: code } = await world.issue()
    await world.tap.policy.update({ actor: admin, patch: { isUsableOnce: false, defaultLength: 40 } })
    return { ...world, code, stored: await rowOf(world, policyKey) }
  }

  it('is refused when any field changes, and so are sign-ins and new passes', async () => {
    const { stored } = await policyWorld()
    for (const path of pathsOf(JSON.parse(stored.body))) {
      const world = await policyWorld()
      await put(world, policyKey, { ...world.stored, body: edited(world.stored.body, path, another) })
      expect(await world.enter(world.code)).toBe('tampered')
      for (const call of [world.tap.policy.get({ actor: admin }), world.issue()]) {
        await expect(call).rejects.toMatchObject({
          code: 'TAP_UNREADABLE_DOCUMENT',
          reason: 'tampered',
          key: policyKey,
        })
      }
      await expect(world.tap.policy.update({ actor: admin, patch: {} })).rejects.toThrow(UnreadableDocumentError)
    }
  })

  it('can be reset after it was changed, and the event says so', async () => {
    const world = await policyWorld()
    await put(world, policyKey, { ...world.stored, body: world.stored.body.replace('40', '48') })
    expect(await world.enter(world.code)).toBe('tampered')
    await world.tap.policy.reset({ actor: admin })
    expect(world.events.at(-1)).toMatchObject({ type: 'policy.updated', details: { overwrote: 'tampered' } })
    expect(await world.enter(world.code)).toBe('signedIn')
  })
})
