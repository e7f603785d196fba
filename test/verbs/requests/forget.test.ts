import { describe, expect, it } from 'vitest'
import { admin } from '../../support/world.js'
import { as, createRequestWorld } from './request-world.js'

describe('users.forget', () => {
  it('removes a person’s requests and how they stood, and nobody else’s', async () => {
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

  it('does so for somebody who has left the directory, by the id they had', async () => {
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
