import type { DriverName, StoreAddress } from './store-address.js'

/** A real server that a test started, or that a URL names. */
export interface StoreServer {
  /** Its URL for any process of this machine. `undefined` for SQLite. */
  readonly url?: string | undefined
  /** Its port. `undefined` for SQLite. */
  readonly port: number | undefined
  /** Creates unused storage with the schema: another database, file or key prefix at every call. */
  fresh(driver?: DriverName): Promise<StoreAddress>
  /** Sends SIGKILL and waits for the end. Absent when other tests use the server. */
  readonly kill?: (() => Promise<void>) | undefined
  /** Restarts it after {@link kill}, with the same data and port, and waits until it responds. */
  readonly resume?: (() => Promise<void>) | undefined
  /** Stops it and deletes its folder. */
  stop(): Promise<void>
}

/** One kind of server. This machine may lack it. */
export interface ServerKind {
  /** The name in test titles: 'PostgreSQL', 'MariaDB', 'Redis', 'Redis Cluster', 'SQLite'. */
  readonly name: string
  /** Every driver that the tests use with it. Tests that need only one driver use the first. */
  readonly drivers: readonly [DriverName, ...DriverName[]]
  /** Returns what this machine lacks and how to provide it, in one line, or `undefined`. */
  missing(): string | undefined
  /** Starts one on a free port and in a temporary folder. */
  start(): Promise<StoreServer>
  /** Connects to a running server. Its `stop` deletes the storage of this test and does not stop the server. */
  attach?(url: string): StoreServer
}
