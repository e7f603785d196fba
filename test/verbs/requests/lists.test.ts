import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/core/access/actor.js'
import type { Requests } from '../../../src/requests/api.js'
import { tamper } from '../../support/calls.js'
import { as, createRequestWorld } from './request-world.js'

type View = 'inbox' | 'own' | 'all'

async function idsOf(requests: Requests, user: string | Actor, view: View, limit?: number): Promise<readonly string[]> {
  const actor = typeof user === 'string' ? as(user) : user
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await requests.list({ actor, view, cursor, limit })
    if (limit) expect(page.items.length).toBeLessThanOrEqual(limit)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.cursor
  } while (cursor !== undefined)
  return ids
}

describe('the inbox of a reviewer', () => {
  it('has the requests that they may review now, by the directory as it is now', async () => {
    const world = createRequestWorld()
    const { requests, users } = world
    await world.submitted()
    const { requestId } = await world.awaiting()
    for (const [name, expected] of [
      ['mona', [requestId]],
      ['dev', [requestId]],
      ['max', []],
      ['sam', []],
      ['rhea', []],
      ['grace', []],
    ] as const) {
      expect(await idsOf(requests, name, 'inbox'), name).toEqual(expected)
    }
    const mona = users.get('mona')
    if (mona) users.set('mona', { ...mona, delegateId: 'sam' })
    expect(await idsOf(requests, 'dev', 'inbox')).toEqual([])
    expect(await idsOf(requests, 'sam', 'inbox')).toEqual([requestId])
    await requests.startCall({ actor: as('mona'), requestId })
    expect(await idsOf(requests, 'sam', 'inbox')).toEqual([])
    expect(await idsOf(requests, 'mona@example.com', 'inbox')).toEqual([requestId])
    await requests.deny({ actor: as('mona'), requestId, justification: 'Not her' })
    expect(await idsOf(requests, 'mona', 'inbox')).toEqual([])
  })

  it('is refused to programs, unknown users and tokens without the permission', async () => {
    const { requests } = createRequestWorld()
    const program = { kind: 'app', id: 'bot', permissions: ['requests.review', 'requests.list'] } as const
    for (const actor of [program, as('nobody'), { ...as('mona'), permissions: ['requests.list'] } as const]) {
      await expect(requests.list({ actor, view: 'inbox' })).rejects.toMatchObject({
        code: 'TAP_NOT_AUTHORIZED',
        permission: 'requests.review',
      })
    }
  })
})

describe('the own requests of a user', () => {
  it('are those for their own passes, under every alias, and no others', async () => {
    const world = createRequestWorld()
    const mine = [(await world.submitted()).requestId, (await world.awaiting()).requestId]
    await world.submitted('sam')
    expect([...(await idsOf(world.requests, 'RHEA@example.com', 'own'))].sort()).toEqual([...mine].sort())
    expect(await idsOf(world.requests, 'mona', 'own')).toEqual([])
    const program = { kind: 'app', id: 'bot', permissions: ['requests.list'] } as const
    await expect(world.requests.list({ actor: program, view: 'own' })).rejects.toMatchObject({
      code: 'TAP_NOT_AUTHORIZED',
    })
    for (const requestId of mine)
      expect(await world.requests.get({ actor: as('rhea'), requestId })).toMatchObject({ userId: 'rhea' })
    await expect(world.requests.get({ actor: as('sam'), requestId: mine[0] ?? '' })).rejects.toMatchObject({
      code: 'TAP_NOT_AUTHORIZED',
    })
  })
})

describe('the list of all requests', () => {
  it.each([1, 3, 100])('has every request of the tenant, in pages of %i', async (limit) => {
    const world = createRequestWorld()
    const made: string[] = []
    for (let request = 0; request < 7; request += 1)
      made.push((await world.submitted(request % 2 ? 'rhea' : 'sam')).requestId)
    await world.requests.submit({ user: 'nobody', employeeId: 'x', clientBinding: 'b' })
    await world.requests.forTenant('other').submit({ user: 'rhea', employeeId: 'E-rhea', clientBinding: 'b' })
    expect([...(await idsOf(world.requests, 'grace', 'all', limit))].sort()).toEqual(made.sort())
  })

  it('needs the permission requests.list', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.submitted()
    expect(await idsOf(world.requests, { kind: 'app', id: 'reports', permissions: ['requests.list'] }, 'all')).toEqual([
      requestId,
    ])
    for (const actor of [as('mona'), { kind: 'app', id: 'reports', permissions: ['passes.list'] }] as const) {
      await expect(world.requests.list({ actor, view: 'all' })).rejects.toMatchObject({
        code: 'TAP_NOT_AUTHORIZED',
        permission: 'requests.list',
      })
    }
  })

  it('refuses an unknown cursor, view and limit', async () => {
    const { requests } = createRequestWorld()
    for (const wrong of [{ view: 'every' }, { view: 'all', limit: 0 }, { view: 'all', cursor: 'x' }]) {
      await expect(requests.list({ actor: as('grace'), ...wrong } as never)).rejects.toMatchObject({
        code: 'TAP_INVALID_INPUT',
      })
    }
  })

  it('leaves out unreadable requests', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.submitted()
    await tamper(world, { tenantId: 'default', kind: 'request', id: requestId })
    expect(await idsOf(world.requests, 'grace', 'all')).toEqual([])
    await expect(world.requests.get({ actor: as('grace'), requestId })).rejects.toMatchObject({
      code: 'TAP_UNREADABLE_DOCUMENT',
    })
  })
})
