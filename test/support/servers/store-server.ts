import type { DriverName, StoreAddress } from './store-address.js'

/** A real server that a test started, or was given by a URL. */
export interface StoreServer {
  /** The port it listens on; `undefined` for SQLite, which has none. */
  readonly port: number | undefined
  /** Storage that nobody used before, its schema created: another database, file or key prefix at every call. */
  fresh(driver?: DriverName): Promise<StoreAddress>
  /** SIGKILL, and waits for the end. Absent where the server is not the test's own. */
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
  /** On a free port and in a temporary folder. */
  start(): Promise<StoreServer>
}
