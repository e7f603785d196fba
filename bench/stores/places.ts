import { installedKinds } from '../../test/support/servers/index.js'
import { administer } from '../../test/support/servers/mariadb.js'
import { startPostgres } from '../../test/support/servers/postgres.js'
import type { StoreAddress } from '../../test/support/servers/store-address.js'
import type { StoreServer } from '../../test/support/servers/store-server.js'

/** A server of its own, set up like one of a small host, on which stores are opened. */
export interface Place {
  readonly name: string
  readonly server: StoreServer
  /** A new store's address. */
  fresh(): Promise<StoreAddress>
}

/** `postgresql`, `redis-cluster`: what a store is called on the command line. */
export const placeNames: readonly string[] = installedKinds.map(({ name }) => wordOf(name))

/** Those of the test servers are small; nothing that decides durability is changed. */
const starters: Readonly<Record<string, () => Promise<StoreServer>>> = {
  PostgreSQL: () => startPostgres('shared_buffers=512MB', 'max_wal_size=8GB'),
  MariaDB: startMariadb,
}

export async function startPlace(word: string): Promise<Place> {
  const kind = installedKinds.find(({ name }) => wordOf(name) === word)
  if (kind === undefined) throw new RangeError(`There is no ${word} here`)
  const server = await (starters[kind.name] ?? kind.start)()
  return { name: kind.name, server, fresh: () => server.fresh() }
}

async function startMariadb(): Promise<StoreServer> {
  const kind = installedKinds.find(({ name }) => name === 'MariaDB')
  if (kind === undefined) throw new RangeError('There is no MariaDB here')
  const server = await kind.start()
  // One that was there already is its owner's.
  if (server.kill !== undefined) {
    const { url } = await server.fresh()
    await administer(url, [
      'SET GLOBAL innodb_buffer_pool_size = 536870912',
      'SET GLOBAL innodb_log_file_size = 1073741824',
    ])
  }
  return server
}

function wordOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}
