import { mysqlStore } from '../../adapters/mysql/index.js'
import { administer, mariadb } from '../local-servers/mariadb.js'
import type { OpenConnection } from '../local-servers/open-mysql.js'
import { openPool } from '../local-servers/open-mysql.js'
import { shareServer } from '../local-servers/shared.js'
import type { DriverName } from '../local-servers/store-address.js'
import { tapOf } from './client.js'
import type { Limit, LimitedStore } from './limits.js'

export const mysqlLimits: readonly Limit[] = [
  {
    name: 'when the mysql2 pool of MariaDB is exhausted',
    kind: mariadb,
    start: () => heldPool('mysql2'),
  },
  {
    name: 'when the mariadb pool of MariaDB is exhausted',
    kind: mariadb,
    start: () => heldPool('mariadb'),
  },
  // A server that was given by a URL must not become read-only.
  ...(process.env['TAP_TEST_MARIADB_URL'] === undefined
    ? [{ name: 'when MariaDB becomes read-only', kind: mariadb, start: readOnly }]
    : []),
]

async function heldPool(driver: DriverName): Promise<LimitedStore> {
  const { fresh, stop } = await shareServer(mariadb)
  const pool = openPool(await fresh(driver), { options: { connectionLimit: 1 } })
  let reserved: OpenConnection | undefined
  return {
    tap: tapOf(mysqlStore({ pool })),
    async impose() {
      reserved = await pool.getConnection()
    },
    lift: async () => void reserved?.release(),
    async close() {
      await pool.end()
      await stop()
    },
  }
}

/** Makes the server read-only for every account except administrators. */
async function readOnly(): Promise<LimitedStore> {
  const { fresh, stop } = await mariadb.start()
  const address = await fresh()
  const asRoot = (...statements: readonly string[]): Promise<void> => administer(address.url, statements)
  const database = new URL(address.url).pathname.slice(1)
  await asRoot("CREATE USER app IDENTIFIED BY 'app'", `GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.* TO app`)
  const url = Object.assign(new URL(address.url), { username: 'app', password: 'app' }).href
  const pool = openPool({ ...address, url })
  return {
    tap: tapOf(mysqlStore({ pool })),
    impose: () => asRoot('SET GLOBAL read_only = 1'),
    lift: () => asRoot('SET GLOBAL read_only = 0'),
    async close() {
      await pool.end()
      await stop()
    },
  }
}
