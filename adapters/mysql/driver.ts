/**
 * What the store calls of a pool. `createPool` of `mysql2/promise` and of `mariadb` answer one that fits as it is.
 *
 * A single connection does not fit, because the host could be inside a transaction of it: a rollback would take back what
 * was acknowledged, a spent pass included.
 */
export interface MysqlPool {
  /** Runs one statement on whichever connection is free; each connection prepares it once. */
  execute(query: MysqlQuery, values: (string | number | null)[]): Promise<unknown>
  /** Never called. Pools have it, and connections do not. */
  getConnection(): Promise<unknown>
}

/** A statement, with the settings that the store gives the driver beside it. */
export interface MysqlQuery {
  readonly sql: string
}

/** What a statement changed. */
export interface Change {
  readonly rows: number
  /** Whether the connection was inside a transaction after it. Only mysql2 tells. */
  readonly isInTransaction: boolean
}

// Rows as objects by column name and values as the driver reads them, whatever the pool was told to do for its host.
const SETTINGS = {
  rowsAsArray: false,
  nestTables: false,
  namedPlaceholders: false,
  typeCast: (_field: unknown, next: () => unknown) => next(),
}

/** @throws `TypeError` for what is no pool, or answers by callback. */
export function checkPool(pool: MysqlPool): void {
  if (typeof pool?.execute !== 'function' || typeof pool.getConnection !== 'function') {
    throw new TypeError('"pool" must be a pool of "mysql2/promise" or "mariadb", not a connection')
  }
  if ('promise' in pool) throw answersByCallback()
}

/** Answers what the driver answered. */
export async function execute(
  pool: MysqlPool,
  sql: string,
  values: readonly (string | number | null)[],
): Promise<unknown> {
  // An object of its own, as drivers write into what they are given.
  const query = { ...SETTINGS, sql }
  const promise: unknown = pool.execute(query, [...values])
  if (!(promise instanceof Object && 'then' in promise)) throw answersByCallback()
  return promise as Promise<unknown>
}

function answersByCallback(): TypeError {
  return new TypeError('"pool" answers by callback: use createPool of "mysql2/promise", or of "mariadb"')
}

/** mysql2 answers rows and fields, mariadb the rows. */
export function rowsOf(answer: unknown): readonly unknown[] {
  if (!Array.isArray(answer)) throw new TypeError('The driver must answer rows')
  return Array.isArray(answer[0]) ? answer[0] : answer
}

/** mysql2 answers a header and nothing, mariadb the header. */
export function changeOf(answer: unknown): Change {
  const header: unknown = Array.isArray(answer) ? answer[0] : answer
  if (typeof header !== 'object' || header === null || !('affectedRows' in header)) {
    throw new TypeError('The driver must answer how many rows were affected')
  }
  const status = 'serverStatus' in header ? Number(header.serverStatus) : 0
  return { rows: Number(header.affectedRows), isInTransaction: (status & SERVER_STATUS_IN_TRANS) !== 0 }
}

const SERVER_STATUS_IN_TRANS = 1

/** The server's number of an error; `undefined` for those of the driver and the network. */
export function errorNumber(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return undefined
  return typeof error.errno === 'number' ? error.errno : undefined
}
