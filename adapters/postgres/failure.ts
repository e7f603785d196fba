import { StoreError } from '../../src/ports/store-error.js'

/**
 * Returns the error as a {@link StoreError} if PostgreSQL wrote nothing, and every other error as it is. A statement that
 * fails before its commit is rolled back. Errors of a lost connection (class 08), of a server that shuts down or cancels
 * (57) and of its disk (58) can come after the commit.
 */
export function postgresFailure(error: unknown): unknown {
  const code = codeOf(error)
  if (code === undefined) return error
  if (code === readOnlyTransaction) return new StoreError('notWritten', readOnlyConnection(error))
  if (contendedCodes.has(code)) return new StoreError('contended', error)
  const isRefused = refusedClasses.has(code.slice(0, 2)) && !endedConnectionCodes.has(code)
  return isRefused ? new StoreError('notWritten', error) : error
}

/** Returns whether the connection belongs to a standby, or to a session that may not write. */
export function isReadOnlyTransaction(error: unknown): boolean {
  return codeOf(error) === readOnlyTransaction
}

/** Returns the error of `CREATE TABLE` as contention if another process created the same table at the same time. */
export function creationFailure(error: unknown): unknown {
  return alreadyCreatedCodes.has(String(codeOf(error))) ? new StoreError('contended', error) : postgresFailure(error)
}

/** Returns whether the database has no such table (undefined_table). */
export function isUndefinedTable(error: unknown): boolean {
  return codeOf(error) === '42P01'
}

const readOnlyTransaction = '25006'
// serialization_failure, transaction_integrity_constraint_violation, deadlock_detected, lock_not_available. Class 40 also
// has 40003, statement_completion_unknown.
const contendedCodes: ReadonlySet<string> = new Set(['40001', '40002', '40P01', '55P03'])
// data exception, invalid transaction state, syntax error or access rule violation, insufficient resources, program limit
// exceeded (a key that is too long for the index)
const refusedClasses: ReadonlySet<string> = new Set(['22', '25', '42', '53', '54'])
// idle_in_transaction_session_timeout and transaction_timeout end the connection, possibly right after a commit.
const endedConnectionCodes: ReadonlySet<string> = new Set(['25P03', '25P04'])
// unique_violation (in the index of the system catalog), duplicate_table, duplicate_object
const alreadyCreatedCodes: ReadonlySet<string> = new Set(['23505', '42P07', '42710'])

function readOnlyConnection(cause: unknown): Error {
  return new Error(
    'The store refuses a connection that may not write, because it may show outdated documents: connect to the primary server, not to a standby, and not with default_transaction_read_only',
    { cause },
  )
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
