import { StoreError } from '../../src/ports/store-error.js'

/**
 * Returns the error as a {@link StoreError} if the server wrote nothing, and every other error as it is. Each statement is
 * a transaction of its own, and the server rolls it back when it fails before the commit. Errors of the network and of the
 * binary log can come after the commit.
 */
export function mysqlFailure(error: unknown): unknown {
  const number = errorNumber(error)
  if (number === undefined) return error
  if (contendedNumbers.has(number)) return new StoreError('contended', error)
  if (isReadOnlyError(error) || refusedNumbers.has(number) || refusedClasses.has(sqlStateClassOf(error))) {
    return new StoreError('notWritten', error)
  }
  return error
}

/** Returns whether the server, the session or the table may not be written. */
export function isReadOnlyError(error: unknown): boolean {
  return readOnlyNumbers.has(errorNumber(error)) || (isUnsuitable(error) && /read_only/.test(sqlMessageOf(error)))
}

/** Returns whether the condition `isSuitable` of a statement failed. The message of the server quotes the flaw. */
export function isUnsuitable(error: unknown): boolean {
  return errorNumber(error) === outOfRange
}

/** Returns the server's number of an error. Errors of the driver and the network have none. */
export function errorNumber(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return undefined
  return typeof error.errno === 'number' ? error.errno : undefined
}

/** Returns whether the database has no such table (ER_NO_SUCH_TABLE). */
export function isNoSuchTable(error: unknown): boolean {
  return errorNumber(error) === 1146
}

/** `ER_LOCK_WAIT_TIMEOUT` */
export const lockWaitTimeout = 1205
// Also ER_LOCK_DEADLOCK, and ER_CHECKREAD: a row changed after the snapshot of the statement.
const contendedNumbers: ReadonlySet<number> = new Set([lockWaitTimeout, 1213, 1020])
// ER_OPEN_AS_READONLY, ER_OPTION_PREVENTS_STATEMENT (read_only), ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION,
// ER_READ_ONLY_MODE, ER_INNODB_READ_ONLY
const readOnlyNumbers: ReadonlySet<unknown> = new Set([1036, 1290, 1792, 1836, 1874])
// ER_RECORD_FILE_FULL: the table or the disk is full.
const refusedNumbers: ReadonlySet<number> = new Set([1114])
// Data exception, and syntax error or access rule violation: the table is missing, or the account lacks a right.
const refusedClasses: ReadonlySet<string> = new Set(['22', '42'])

const outOfRange = 1690

function sqlMessageOf(error: unknown): string {
  return String((error as { readonly sqlMessage?: unknown }).sqlMessage)
}

function sqlStateClassOf(error: unknown): string {
  const { sqlState } = error as { readonly sqlState?: unknown }
  return typeof sqlState === 'string' ? sqlState.slice(0, 2) : ''
}
