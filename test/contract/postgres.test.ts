import { afterAll, beforeAll, describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { postgres } from '../local-servers/postgres.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store', () => {
  let server: StoreServer
  beforeAll(async () => {
    server = await shareServer(postgres)
  })
  afterAll(() => server.stop())

  describe.each(postgres.drivers)('over %s', (driver) => {
    let address: StoreAddress
    const opened: OpenedStore[] = []
    beforeAll(async () => {
      address = await server.fresh(driver)
    })
    afterAll(() => Promise.all(opened.map(({ close }) => close())))
    const open = async () => {
      const one = await openStore(address)
      opened.push(one)
      return one.store
    }
    for (const { name, run } of storeContract) it(name, () => run({ open }))
  })
})
