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

/** Plain data from which any process opens a store on the same documents: it crosses to child processes as it is. */
export interface StoreAddress {
  readonly driver: DriverName
  /** Of a server; the path of a file for SQLite. */
  readonly url: string
  /** What the adapter and the driver are given besides, as that driver's opener reads it. */
  readonly options?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** The same documents, reached through another port of this machine. */
export function throughPort(address: StoreAddress, port: number): StoreAddress {
  const url = new URL(address.url)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { ...address, url: url.href }
}
