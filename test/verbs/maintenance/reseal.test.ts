import { describe, expect, it } from 'vitest'
import type { Tap } from '../../../src/api/tap.js'
import { tamper, userKeyOf } from '../../support/calls.js'
import type { World } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'

const next = { id: 'next', secret: new Uint8Array(32).fill(7) }
const ids = ['a', 'b', 'c', 'd', 'e']

describe('maintenance.reseal', () => {
  it.each([1, 2, 500])(
    'frees the old key once a whole run re-sealed nothing, with %i documents a call',
    async (limit) => {
      const { world, codes } = await crowd()
      const both = world.another({ keys: [next, ...world.keys] })
      expect(await wholePass(both, limit)).toEqual({ resealed: 6, remaining: 0 })
      expect(await wholePass(both, limit)).toEqual({ resealed: 0, remaining: 0 })
      const alone = world.another({ keys: [next] })
      expect((await alone.policy.get({ actor: admin })).retentionInDays).toBe(9)
      for (const [user, code] of codes) expect(await alone.signIn({ user, code })).toMatchObject({ ok: true })
    },
  )

  it('reaches every tenant, also when called on one tenant', async () => {
    const { world } = await crowd()
    await world.tap.forTenant('other').passes.create({ actor: admin, user: 'a' })
    const both = world.another({ keys: [next, ...world.keys] })
    expect(await wholePass(both.forTenant('third'), 500)).toEqual({ resealed: 7, remaining: 0 })
  })

  it('counts unreadable documents as remaining, and does not change them', async () => {
    const { world } = await crowd()
    await tamper(world, userKeyOf(world, 'c'))
    const before = await world.row('c')
    const both = world.another({ keys: [next, ...world.keys] })
    expect(await wholePass(both, 2)).toEqual({ resealed: 5, remaining: 1 })
    expect(await world.row('c')).toEqual(before)
  })

  it('undoes no write that comes between: a pass spent meanwhile stays spent', async () => {
    const { world, codes } = await crowd()
    const code = codes.get('a') ?? ''
    const keys = [next, ...world.keys]
    const beside = world.another({ keys })
    const reseals = world.another({
      keys,
      store: {
        ...world.store,
        scan: async (page) => {
          const scanned = await world.store.scan(page)
          if (page.kind === 'user') await spend(beside, code)
          return scanned
        },
      },
    })
    await wholePass(reseals, 500)
    expect(await reseals.signIn({ user: 'a', code })).toMatchObject({ ok: false })
  })

  it.each(['user', 'person:1', '', 7])('refuses a cursor that it did not return: %s', async (cursor) => {
    const { tap } = createWorld()
    await expect(tap.maintenance.reseal({ cursor: cursor as string })).rejects.toMatchObject({
      code: 'TAP_INVALID_INPUT',
      issues: [{ field: 'cursor' }],
    })
  })
})

async function spend(tap: Tap, code: string): Promise<void> {
  expect(await tap.signIn({ user: 'a', code })).toMatchObject({ ok: true })
}

async function crowd(): Promise<{ world: World; codes: ReadonlyMap<string, string> }> {
  const world = createWorld({ users: ids.map((id) => ({ id, isEnabled: true })) })
  await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 9 } })
  const codes = new Map<string, string>()
  for (const id of ids) codes.set(id, (await world.issue(id, { isUsableOnce: true })).temporaryAccessPass)
  return { world, codes }
}

async function wholePass(tap: Tap, limit: number): Promise<{ resealed: number; remaining: number }> {
  const total = { resealed: 0, remaining: 0 }
  let cursor: string | undefined
  do {
    const progress = await tap.maintenance.reseal({ cursor, limit })
    total.resealed += progress.resealed
    total.remaining += progress.remaining
    cursor = progress.cursor
  } while (cursor !== undefined)
  return total
}
