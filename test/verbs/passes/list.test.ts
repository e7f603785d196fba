import { describe, expect, it } from 'vitest'
import type { Tap } from '../../../src/api/tap.js'
import type { Pass } from '../../../src/core/pass/pass.js'
import type { DirectoryUser } from '../../../src/ports/directory.js'
import { tamper, userKeyOf } from '../../support/calls.js'
import { hourMs } from '../../support/clock.js'
import type { World } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'

describe('passes.list', () => {
  it('returns every pass of the tenant exactly once, whatever the size of a page', async () => {
    const { tap } = await crowd(11)
    for (const limit of [1, 2, 3, 5, 11, 12, 100]) {
      const pages = await pagesOf(tap, limit)
      const ids = pages.flat().map(({ userId }) => userId)
      expect([...ids].sort()).toEqual([...crowdIds(11)].sort())
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit)
    }
  })

  it('returns an empty page without a cursor if there are none', async () => {
    const { tap } = createWorld()
    expect(await tap.passes.list({ actor: admin })).toEqual({ items: [], cursor: undefined })
  })

  it('describes each pass as passes.get does, without its code', async () => {
    const { tap, issue } = createWorld()
    await issue('ada', { isUsableOnce: true })
    const { items } = await tap.passes.list({ actor: admin })
    expect(items).toEqual([await tap.passes.get({ actor: admin, user: 'ada' })])
    expect(items[0]).not.toHaveProperty('temporaryAccessPass')
  })

  it('returns the pass of a user who has left as disabled', async () => {
    const { tap, users, clock } = await crowd(2)
    users.delete('p0')
    expect((await everyPass(tap)).get('p0')).toMatchObject({ usability: 'userDisabled', isUsable: false })
    clock.advance(hourMs)
    expect((await everyPass(tap)).get('p1')).toMatchObject({ usability: 'expired' })
  })

  it('leaves out deleted passes, tampered documents and earlier users of an id', async () => {
    const world = await crowd(4)
    const { tap, users } = world
    await tap.passes.delete({ actor: admin, user: 'p0' })
    await tamper(world, userKeyOf(world, 'p1'))
    users.set('p2', { id: 'p2', isEnabled: true, incarnation: 'second' })
    expect([...(await everyPass(tap)).keys()]).toEqual(['p3'])
  })

  it.each([0, 101, 1.5, '5', Number.NaN])('refuses a limit of %s', async (limit) => {
    const { tap } = createWorld()
    await expect(tap.passes.list({ actor: admin, limit: limit as number })).rejects.toMatchObject({
      code: 'TAP_INVALID_INPUT',
      issues: [{ field: 'limit', minimum: 1, maximum: 100 }],
    })
  })
})

async function pagesOf(tap: Tap, limit: number): Promise<readonly (readonly Pass[])[]> {
  const pages: (readonly Pass[])[] = []
  let cursor: string | undefined
  do {
    const page = await tap.passes.list({ actor: admin, limit, cursor })
    pages.push(page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return pages
}

async function everyPass(tap: Tap): Promise<ReadonlyMap<string, Pass>> {
  const { items } = await tap.passes.list({ actor: admin })
  return new Map(items.map((pass) => [pass.userId, pass]))
}

function crowdIds(size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => `p${index}`)
}

async function crowd(size: number): Promise<World> {
  const users = crowdIds(size).map((id): DirectoryUser => ({ id, isEnabled: true }))
  const world = createWorld({ users })
  for (const { id } of users) await world.issue(id)
  return world
}
