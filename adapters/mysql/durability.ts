import type { StoreWarning } from '../../src/ports/store-warning.js'
import { notDurable } from '../sql/durability.js'

const consequence = 'acknowledged writes can be lost when the server or its machine fails'

/** @param row - The row that the durability statement returned. */
export function mysqlDurabilityWarnings(row: unknown): readonly StoreWarning[] {
  const { flush_log, has_binary_log, sync_binary_log } = row as Readonly<Record<string, unknown>>
  const flushLog = String(flush_log)
  const syncBinaryLog = String(sync_binary_log)
  const warnings: StoreWarning[] = []
  // MariaDB has a value 3, which flushes at every commit as 1 does.
  if (flushLog !== '1' && flushLog !== '3') {
    warnings.push(notDurable('innodb_flush_log_at_trx_commit', flushLog, consequence, '1'))
  }
  // With a binary log, recovery rolls back every transaction that is missing from the binary log.
  if (String(has_binary_log) === '1' && syncBinaryLog !== '1') {
    warnings.push(notDurable('sync_binlog', syncBinaryLog, consequence, '1'))
  }
  return warnings
}
