import { afterAll, beforeAll, describe, it } from 'vitest'
import { storeContract } from '../../../adapters/contract/index.js'
import { openStore } from '../../local-servers/open-store.js'
import type { OpenedStore } from '../../local-servers/opened-store.js'
import { postgres } from '../../local-servers/postgres.js'
import { administer } from '../../local-servers/postgres-cluster.js'
import { shareServer } from '../../local-servers/shared.js'
import type { DriverName, StoreAddress } from '../../local-servers/store-address.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import { scaled } from '../../support/time-limits.js'

/** Settings that a host application may have made for its database, and a driver for each. */
const hosts: readonly (readonly [title: string, driver: DriverName, settings: readonly string[]])[] = [
  ['at REPEATABLE READ', 'pg.Pool', ["default_transaction_isolation = 'repeatable read'"]],
  ['at SERIALIZABLE', 'postgres.js', ["default_transaction_isolation = 'serializable'"]],
  [
    'with other formats, escapes and plans, and short lock timeouts',
    'pg.Pool',
    [
      ...["DateStyle = 'SQL, DMY'", "TimeZone = 'Asia/Kathmandu'", "IntervalStyle = 'sql_standard'"],
      ...['standard_conforming_strings = off', "bytea_output = 'escape'", "quote_all_identifiers = 'on'"],
      ...["plan_cache_mode = 'force_generic_plan'", 'jit_above_cost = 0', 'enable_indexscan = off'],
      ...[`lock_timeout = '${scaled(50)}ms'`, "deadlock_timeout = '10ms'"],
    ],
  ],
]

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store', () => {
  let server: StoreServer
  beforeAll(async () => {
    server = await shareServer(postgres)
  })
  afterAll(() => server.stop())

  describe.each(hosts)('%s, over %s', (_title, driver, settings) => {
    let address: StoreAddress
    const opened: OpenedStore[] = []
    beforeAll(async () => {
      address = await server.fresh(driver)
      const database = new URL(address.url).pathname.slice(1)
      await administer(address.url, ...settings.map((each) => `ALTER DATABASE ${database} SET ${each}`))
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
