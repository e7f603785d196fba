import type { StoreWarning } from '../../src/ports/store-warning.js'
import { notDurable } from '../sql/durability.js'
import type { PostgresStatement } from './driver.js'
import { isOutsideTransaction, postgresStatement } from './statements.js'

/** Takes {@link settingNames} as its parameters. */
export const settingsStatement: PostgresStatement = postgresStatement(
  'settings',
  `SELECT ${isOutsideTransaction}::text, pg_catalog.current_setting($1::text), pg_catalog.current_setting($2::text),
  pg_catalog.current_setting($3::text)`,
)

export const settingNames: readonly string[] = ['fsync', 'synchronous_commit', 'synchronous_standby_names']

/** @param settings - The values of {@link settingNames}, in the same order. */
export function postgresDurabilityWarnings(settings: readonly unknown[]): readonly StoreWarning[] {
  const [fsync, synchronousCommit, standbys] = settings.map(String)
  const warnings: StoreWarning[] = []
  if (fsync === 'off') {
    warnings.push(notDurable('fsync', 'off', 'a power cut can lose or damage acknowledged writes', 'on'))
  }
  if (synchronousCommit === 'off') {
    warnings.push(notDurable('synchronous_commit', 'off', 'a crash can lose acknowledged writes', 'on'))
  }
  if (synchronousCommit === 'local' && standbys !== '') {
    warnings.push(notDurable('synchronous_commit', 'local', 'a promoted standby can lack acknowledged writes', 'on'))
  }
  return warnings
}
