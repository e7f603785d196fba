import { afterAll, beforeAll, describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { mysqlStore } from '../../adapters/mysql/index.js'
import { mariadb } from '../local-servers/mariadb.js'
import type { OpenPool, PoolSettings } from '../local-servers/open-mysql.js'
import { openPool } from '../local-servers/open-mysql.js'
import { shareServer } from '../local-servers/shared.js'
import type { DriverName, StoreAddress } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'
import { startProcess } from '../support/processes.js'
import { remoteStore } from './remote-store.js'

interface Host extends PoolSettings {
  readonly title: string
  readonly driver: DriverName
}

const isolation = (level: string) => `SET SESSION TRANSACTION ISOLATION LEVEL ${level}`

// Both drivers set FOUND_ROWS by default, and REPEATABLE READ is the default of the server.
const hosts: readonly Host[] = [
  { title: 'mysql2', driver: 'mysql2' },
  { title: 'mariadb', driver: 'mariadb' },
  {
    title: 'mysql2 without FOUND_ROWS, under READ UNCOMMITTED',
    driver: 'mysql2',
    options: { flags: '-FOUND_ROWS' },
    session: [isolation('READ UNCOMMITTED')],
  },
  {
    title: 'mariadb without FOUND_ROWS, under READ COMMITTED',
    driver: 'mariadb',
    options: { foundRows: false },
    session: [isolation('READ COMMITTED')],
  },
  {
    title: 'mysql2 without FOUND_ROWS, under SERIALIZABLE',
    driver: 'mysql2',
    options: { flags: '-FOUND_ROWS' },
    session: [isolation('SERIALIZABLE')],
  },
  {
    title: 'mariadb, under SERIALIZABLE',
    driver: 'mariadb',
    session: [isolation('SERIALIZABLE')],
  },
]

describe.runIf(mariadb.missing() === undefined)('a MySQL store on MariaDB', () => {
  let server: StoreServer
  beforeAll(async () => {
    server = await shareServer(mariadb)
  })
  afterAll(() => server.stop())

  describe.each(hosts)('over $title', ({ driver, ...settings }) => {
    let address: StoreAddress
    const pools: OpenPool[] = []
    beforeAll(async () => {
      address = await server.fresh(driver)
    })
    afterAll(() => Promise.all(pools.map((pool) => pool.end())))

    const open = async () => {
      const pool = openPool(address, settings)
      pools.push(pool)
      return mysqlStore({ pool })
    }
    for (const { name, run } of storeContract) it(name, () => run({ open }))
  })

  describe.each(mariadb.drivers)('over %s in two processes', (driver) => {
    let address: StoreAddress
    const children = [startProcess(), startProcess()] as const
    beforeAll(async () => {
      address = await server.fresh(driver)
    })
    afterAll(() => Promise.all(children.map(({ kill }) => kill())))

    let clients = 0
    const open = async () => {
      clients += 1
      return remoteStore(clients % 2 === 1 ? children[0] : children[1], address)
    }
    for (const { name, run } of storeContract) it(name, () => run({ open }))
  })
})
