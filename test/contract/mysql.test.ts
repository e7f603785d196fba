import { afterAll, beforeAll, describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { mariadb } from '../support/servers/mariadb.js'
import type { OpenedStore } from '../support/servers/open-store.js'
import { openStore } from '../support/servers/open-store.js'
import type { StoreAddress } from '../support/servers/store-address.js'
import type { StoreServer } from '../support/servers/store-server.js'

describe.runIf(mariadb.missing() === undefined)('a MySQL store on MariaDB', () => {
  let server: StoreServer
  beforeAll(async () => {
    server = await mariadb.start()
  })
  afterAll(() => server.stop())

  describe.each(mariadb.drivers)('over %s', (driver) => {
    let address: StoreAddress
    const opened: OpenedStore[] = []
    beforeAll(async () => {
      address = await server.fresh(driver)
    })
    afterAll(() => Promise.all(opened.map(({ close }) => close())))

    const open = async () => {
      const client = await openStore(address)
      opened.push(client)
      return client.store
    }
    for (const { name, run } of storeContract) it(name, () => run({ open }))
  })
})
