import { installedKinds } from '../../test/local-servers/index.js'
import { administer } from '../../test/local-servers/mariadb.js'
import { startPostgres } from '../../test/local-servers/postgres.js'
import type { StoreAddress } from '../../test/local-servers/store-address.js'
import type { StoreServer } from '../../test/local-servers/store-server.js'

/** A server for one kind of store, started for the run. */
export interface BenchServer {
  readonly name: string
  /** The port, if the store has a server. SQLite has none. */
  readonly port: number | undefined
  /** Returns the address of a new, empty store. */
  fresh(): Promise<StoreAddress>
  stop(): Promise<void>
}

/** The names of the stores on the command line, such as `postgresql` and `redis-cluster`. */
export const benchServerNames: readonly string[] = installedKinds.map(({ name }) => commandLineName(name))

/** The test servers have small buffers. These have larger ones, and the same durability. */
const starters: Readonly<Record<string, () => Promise<StoreServer>>> = {
  PostgreSQL: () => startPostgres('shared_buffers=512MB', 'max_wal_size=8GB'),
  MariaDB: startMariadb,
}

export async function startBenchServer(wanted: string): Promise<BenchServer> {
  const kind = installedKinds.find(({ name }) => commandLineName(name) === wanted)
  if (kind === undefined) throw new RangeError(`${wanted} is not installed on this machine`)
  const server = await (starters[kind.name] ?? kind.start)()
  return { name: kind.name, port: server.port, fresh: () => server.fresh(), stop: () => server.stop() }
}

async function startMariadb(): Promise<StoreServer> {
  const kind = installedKinds.find(({ name }) => name === 'MariaDB')
  if (kind === undefined) throw new RangeError('MariaDB is not installed on this machine')
  const server = await kind.start()
  // A server that was already running keeps its settings.
  if (server.kill !== undefined) {
    const { url } = await server.fresh()
    await administer(url, [
      'SET GLOBAL innodb_buffer_pool_size = 536870912',
      'SET GLOBAL innodb_log_file_size = 1073741824',
    ])
  }
  return server
}

function commandLineName(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}
