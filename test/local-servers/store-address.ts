/** Names a driver and how it is used: one line of the table in docs/stores.md. */
export type DriverName =
  | 'better-sqlite3'
  | 'pg.Pool'
  | 'pg.Client'
  | 'postgres.js'
  | 'mysql2'
  | 'mariadb'
  | 'ioredis'
  | 'ioredis.Cluster'
  | 'node-redis'
  | 'node-redis.cluster'

/** Plain data with which any process can open a store on the same documents. */
export interface StoreAddress {
  readonly driver: DriverName
  /** The URL of a server, or the path of a SQLite file. */
  readonly url: string
  /** Further options of the adapter and the driver. */
  readonly options?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** Returns the address of the same documents through another port of this machine. */
export function throughPort(address: StoreAddress, port: number): StoreAddress {
  const url = new URL(address.url)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { ...address, url: url.href }
}
