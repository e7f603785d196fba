/**
 * The part of a pool that the store calls. What `createPool` of `mysql2/promise` or of `mariadb` returns fits as it is.
 *
 * A single connection is refused: the host application could be inside a transaction on it, and a rollback would undo an
 * acknowledged write, such as the use of a one-time pass.
 */
export interface MysqlPool {
  /** Runs one statement on a free connection. The driver prepares it once per connection. */
  execute(query: MysqlQuery, values: (string | number | null)[]): Promise<unknown>
  /** Returns a free connection. The store closes it if it may not write, and releases it otherwise. */
  getConnection(): Promise<MysqlPoolConnection>
  /** The number of free connections. Only `mariadb` has it. */
  idleConnections?(): number
}

/** The part of a connection of a pool that the store calls. */
export interface MysqlPoolConnection {
  /** Runs one statement on this connection. */
  execute(query: MysqlQuery, values: (string | number | null)[]): Promise<unknown>
  /** Returns the connection to the pool. */
  release(): unknown
  /** Closes the connection, so that the pool opens another one. */
  destroy(): unknown
}

/** A statement, together with the driver settings that the store needs for it. */
export interface MysqlQuery {
  readonly sql: string
}

/** What the driver reports after a statement that writes. */
export interface MysqlWriteResult {
  readonly affectedRows: number
  /** Whether the connection was inside a transaction afterwards. Only mysql2 reports it. */
  readonly isInTransaction: boolean
}

// The host application may have configured the pool otherwise. With these, rows are objects by column name, and values are
// those of the driver.
const querySettings = {
  rowsAsArray: false,
  nestTables: false,
  namedPlaceholders: false,
  typeCast: (_field: unknown, next: () => unknown) => next(),
}

/** @throws `TypeError` for anything but a pool that returns promises. */
export function checkPool(pool: MysqlPool): void {
  if (typeof pool?.execute !== 'function' || typeof pool.getConnection !== 'function') {
    throw new TypeError('"pool" must be a pool, not a connection: use createPool of "mysql2/promise" or of "mariadb"')
  }
  if ('promise' in pool) throw callbackPool()
}

/** @returns the result in the form of the driver. */
export async function execute(
  target: MysqlPool | MysqlPoolConnection,
  sql: string,
  values: readonly (string | number | null)[],
): Promise<unknown> {
  // A new object for each call, because drivers write into the object that they are given.
  const query = { ...querySettings, sql }
  const promise: unknown = target.execute(query, [...values])
  if (!(promise instanceof Object && 'then' in promise)) throw callbackPool()
  return promise as Promise<unknown>
}

function callbackPool(): TypeError {
  return new TypeError(
    '"pool" must return promises, but takes callbacks: use createPool of "mysql2/promise" or of "mariadb"',
  )
}

/** Returns the rows: mysql2 returns rows and fields, mariadb the rows. */
export function rowsOf(result: unknown): readonly unknown[] {
  if (!Array.isArray(result)) {
    throw new TypeError(`The driver must return rows as an array, but returned ${typeof result}`)
  }
  return Array.isArray(result[0]) ? result[0] : result
}

/** Returns the header of a write: mysql2 returns a list whose first member is the header, mariadb the header. */
export function writeResultOf(result: unknown): MysqlWriteResult {
  const header: unknown = Array.isArray(result) ? result[0] : result
  if (typeof header !== 'object' || header === null || !('affectedRows' in header)) {
    throw new TypeError('The driver must return an object with the number of "affectedRows"')
  }
  const status = 'serverStatus' in header ? Number(header.serverStatus) : 0
  return { affectedRows: Number(header.affectedRows), isInTransaction: (status & serverStatusInTransaction) !== 0 }
}

/** `SERVER_STATUS_IN_TRANS` of the wire protocol. */
const serverStatusInTransaction = 1
