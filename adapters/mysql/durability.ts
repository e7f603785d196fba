import type { StoreWarning } from '../sql/durability.js'
import { notDurable } from '../sql/durability.js'

const LOST = 'what was acknowledged can be lost when the server or its machine fails'

/** What the answer to the durability statement says that an operator should know. */
export function durabilityWarnings(row: unknown): readonly StoreWarning[] {
  const { flush_log, has_binary_log, sync_binary_log } = row as Readonly<Record<string, unknown>>
  const flushLog = String(flush_log)
  const syncBinaryLog = String(sync_binary_log)
  const warnings: StoreWarning[] = []
  // MariaDB's 3 flushes at every commit as well.
  if (flushLog !== '1' && flushLog !== '3') {
    warnings.push(notDurable('innodb_flush_log_at_trx_commit', flushLog, LOST, '1'))
  }
  // With a binary log, recovery rolls back every transaction that the binary log has lost.
  if (String(has_binary_log) === '1' && syncBinaryLog !== '1') {
    warnings.push(notDurable('sync_binlog', syncBinaryLog, LOST, '1'))
  }
  return warnings
}
