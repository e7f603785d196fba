import { afterAll, beforeAll, describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { redis } from '../local-servers/redis.js'
import { redisCluster } from '../local-servers/redis-cluster.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'
import type { StartedProcess } from '../support/processes.js'
import { startProcess } from '../support/processes.js'
import { remoteStore } from './remote-store.js'

for (const kind of [redis, redisCluster]) {
  const { name, drivers, missing } = kind
  describe.runIf(missing() === undefined)(name, () => {
    let server: StoreServer
    beforeAll(async () => {
      server = await shareServer(kind)
    })
    afterAll(() => server.stop())

    describe.each(drivers)('a store over %s, between two processes,', (driver) => {
      let address: StoreAddress
      let child: StartedProcess
      let clients = 0
      const opened: OpenedStore[] = []
      beforeAll(async () => {
        address = await server.fresh(driver)
        child = startProcess()
      })
      afterAll(() => Promise.all([child.kill(), ...opened.map(({ close }) => close())]))
      // The first client of a case runs in this process, and the second in the other.
      const open = async () => {
        clients += 1
        if (clients % 2 === 0) return remoteStore(child, address)
        const one = await openStore(address)
        opened.push(one)
        return one.store
      }
      for (const { name: rule, run } of storeContract) it(rule, () => run({ open }))
    })
  })
}
