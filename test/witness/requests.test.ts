import { expect, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { StoreKey } from '../../src/ports/store.js'
import { as, createRequestWorld } from '../verbs/requests/request-world.js'
import { databaseWriter } from './database-writer.js'

it.each([{}, { witness: memoryStore() }])('a denied request is not reopened by an older row', async (options) => {
  const world = createRequestWorld(options)
  const { requests } = world
  const clientRequest = await world.approved()
  const key: StoreKey = { tenantId: 'default', kind: 'request', id: clientRequest.requestId }
  const approved = await databaseWriter(world.store).copy(key)
  await requests.cancel(clientRequest)
  await databaseWriter(world.store).putBack(key, approved)
  expect(await requests.collect(clientRequest)).toMatchObject({ ok: false })
  await expect(requests.get({ actor: as('grace'), requestId: clientRequest.requestId })).rejects.toMatchObject({
    reason: 'rolledBack',
    key,
  })
  if (!('witness' in options)) return
  const elsewhere = world.requestsOn(world.another())
  expect(await elsewhere.collect(clientRequest)).toMatchObject({ ok: false })
})

it('the requests of a forgotten user are absent, and not rolled back', async () => {
  const world = createRequestWorld({ witness: memoryStore() })
  const other = world.another()
  const clientRequest = await world.awaiting()
  await world.requestsOn(other).status(clientRequest)
  await world.tap.users.forget({ actor: world.admin, user: 'rhea' })
  for (const requests of [world.requests, world.requestsOn(other), world.requestsOn(world.another())]) {
    expect(await requests.status(clientRequest)).toMatchObject({ ok: false })
  }
})
