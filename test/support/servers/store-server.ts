import type { DriverName, StoreAddress } from './store-address.js'

/** A real server that a test started, or was given by a URL. */
export interface StoreServer {
  /** Leads to it from any process of this machine; `undefined` for SQLite. */
  readonly url?: string | undefined
  /** The port it listens on; `undefined` for SQLite, which has none. */
  readonly port: number | undefined
  /** Creates unused storage with the schema in it: another database, file or key prefix at every call. */
  fresh(driver?: DriverName): Promise<StoreAddress>
  /** Sends SIGKILL and waits for the end. Absent where the server does not belong to this test alone. */
  readonly kill?: (() => Promise<void>) | undefined
  /** Starts it again after {@link kill}, on the same data and port, and waits until it answers. */
  readonly resume?: (() => Promise<void>) | undefined
  /** Stops it and deletes its folder. */
  stop(): Promise<void>
}

/** One kind of server, whether or not this machine has it. */
export interface ServerKind {
  /** As in a test title: 'PostgreSQL', 'MariaDB', 'Redis', 'Redis Cluster', 'SQLite'. */
  readonly name: string
  /** Every driver that the tests run against it; the first is the one used where one is enough. */
  readonly drivers: readonly [DriverName, ...DriverName[]]
  /** What is missing on this machine and how to provide it, in one line; `undefined` when nothing is. */
  missing(): string | undefined
  /** Starts one on a free port and in a temporary folder. */
  start(): Promise<StoreServer>
  /** Connects to one that runs already. Its `stop` deletes the storage of this test and leaves the server running. */
  attach?(url: string): StoreServer
}
