import { describe, expect, it } from 'vitest'
import { admin } from '../../support/world.js'
import { as, createRequestWorld } from './request-world.js'

describe('users.forget', () => {
  it('removes the user’s requests and their requester document, and no others', async () => {
    const world = createRequestWorld()
    await world.collected()
    await world.submitted()
    const { requestId } = await world.awaiting('sam')
    await world.tap.users.forget({ actor: admin, user: 'rhea' })
    const { items } = await world.requests.list({ actor: as('grace'), view: 'all' })
    expect(items.map(({ id }) => id)).toEqual([requestId])
    expect((await world.store.scan({ kind: 'request', limit: 9 })).entries).toHaveLength(1)
    expect(await world.prove(await world.submitted(), 'liveness')).toMatchObject({ state: 'proving' })
  })

  it('finds a user who has left the directory by their id', async () => {
    const world = createRequestWorld()
    await world.submitted()
    world.users.delete('rhea')
    await world.tap.users.forget({ actor: admin, user: 'rhea' })
    expect((await world.store.scan({ kind: 'request', limit: 9 })).entries).toEqual([])
    await expect(world.tap.users.forget({ actor: admin, user: 'nobody' })).rejects.toMatchObject({
      code: 'TAP_USER_NOT_FOUND',
    })
  })
})
