import type { StoreWarning } from '../sql/durability.js'
import { notDurable } from '../sql/durability.js'
import type { Statement } from './driver.js'
import { IS_ALONE, statement } from './statements.js'

/** Asks for {@link SETTINGS}. */
export const settingsStatement: Statement = statement(
  'settings',
  `SELECT ${IS_ALONE}::text, pg_catalog.current_setting($1::text), pg_catalog.current_setting($2::text),
  pg_catalog.current_setting($3::text)`,
)

export const SETTINGS: readonly string[] = ['fsync', 'synchronous_commit', 'synchronous_standby_names']

/** What these {@link SETTINGS} leave to chance. */
export function durabilityWarnings(settings: readonly unknown[]): readonly StoreWarning[] {
  const [fsync, synchronousCommit, standbys] = settings.map(String)
  const warnings: StoreWarning[] = []
  if (fsync === 'off')
    warnings.push(notDurable('fsync', 'off', 'a power cut can lose or damage what was acknowledged', 'on'))
  if (synchronousCommit === 'off') {
    warnings.push(notDurable('synchronous_commit', 'off', 'a crash can lose what was acknowledged', 'on'))
  }
  if (synchronousCommit === 'local' && standbys !== '') {
    warnings.push(notDurable('synchronous_commit', 'local', 'a promoted standby can lack what was acknowledged', 'on'))
  }
  return warnings
}
