import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedKinds } from '../local-servers/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreServer } from '../local-servers/store-server.js'
import { requestsMatchModel } from '../models/run-request-model.js'
import { minuteMs } from '../support/clock.js'
import { bePatient } from '../support/patience.js'
import { rounds } from '../support/rounds.js'
import type { RequestWorld } from '../verbs/requests/request-world.js'
import { as, createRequestWorld } from '../verbs/requests/request-world.js'

beforeAll(() => bePatient())

describe.each(installedKinds)('requests on $name', (kind) => {
  let server: StoreServer
  beforeAll(async () => {
    server = await shareServer(kind)
  })
  afterAll(() => server.stop())

  it('match the sequential model after every step', async () => {
    await requestsMatchModel(async () => openStore(await server.fresh()), 0.05)
  })

  it('are decided once and collected once by callers on two connections', async () => {
    for (let round = 0; round < rounds(3); round += 1) {
      const { here, there, close } = await twoProcesses(server)
      try {
        const clientRequest = await here.awaiting()
        const { requestId } = clientRequest
        const calls = await Promise.allSettled([
          here.requests.startCall({ actor: as('mona'), requestId }),
          there.startCall({ actor: as('dev'), requestId }),
        ])
        expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        const caller = calls[0]?.status === 'fulfilled' ? 'mona' : 'dev'
        here.clock.advance(minuteMs)
        await there.approve({ actor: as(caller), requestId, justification: 'Known voice' })
        const collected = await Promise.all([
          here.requests.collect(clientRequest),
          there.collect(clientRequest),
          here.requests.collect(clientRequest),
        ])
        expect(collected.filter(({ ok }) => ok)).toHaveLength(1)
        const next = await here.approved('sam')
        const [cancelled, taken] = await Promise.all([here.requests.cancel(next), there.collect(next)])
        expect([cancelled.ok, taken.ok].filter(Boolean)).toHaveLength(1)
      } finally {
        await close()
      }
    }
  })
})

async function twoProcesses(server: StoreServer): Promise<{
  readonly here: RequestWorld
  readonly there: RequestWorld['requests']
  readonly close: () => Promise<void>
}> {
  const address = await server.fresh()
  const opened: readonly [OpenedStore, OpenedStore] = [await openStore(address), await openStore(address)]
  const here = createRequestWorld({ store: opened[0].store })
  const there = here.requestsOn(here.another({ store: opened[1].store }))
  return { here, there, close: async () => void (await Promise.all(opened.map(({ close }) => close()))) }
}
