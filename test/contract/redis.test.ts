import { afterAll, beforeAll, describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import type { OpenedStore } from '../support/servers/open-store.js'
import { openStore } from '../support/servers/open-store.js'
import { redis } from '../support/servers/redis.js'
import { redisCluster } from '../support/servers/redis-cluster.js'
import type { StoreAddress } from '../support/servers/store-address.js'
import type { StoreServer } from '../support/servers/store-server.js'

for (const { name: kind, drivers, missing, start } of [redis, redisCluster]) {
  describe.runIf(missing() === undefined)(kind, () => {
    let server: StoreServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server.stop())

    describe.each(drivers)('a store over %s', (driver) => {
      let address: StoreAddress
      const opened: OpenedStore[] = []
      beforeAll(async () => {
        address = await server.fresh(driver)
      })
      afterAll(() => Promise.all(opened.map(({ close }) => close())))
      for (const { name: rule, run } of storeContract) {
        it(rule, () =>
          run({
            async open() {
              const one = await openStore(address)
              opened.push(one)
              return one.store
            },
          }),
        )
      }
    })
  })
}
