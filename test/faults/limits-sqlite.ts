import { sqliteStore } from '../../adapters/sqlite/index.js'
import { sqliteFile } from '../contract/sqlite-files.js'
import { tapOf } from './client.js'
import type { Limit, LimitedStore } from './limits.js'

export const sqliteLimits: readonly Limit[] = [
  {
    name: 'when another process locks SQLite',
    start: () => limited({ whose: 'other', impose: 'BEGIN IMMEDIATE', lift: 'ROLLBACK' }),
  },
  {
    name: 'when SQLite is read-only',
    start: () => limited({ whose: 'own', impose: 'PRAGMA query_only = ON', lift: 'PRAGMA query_only = OFF' }),
  },
]

interface Statements {
  /** The connection that runs the statements. */
  readonly whose: 'own' | 'other'
  readonly impose: string
  readonly lift: string
}

async function limited({ whose, impose, lift }: Statements): Promise<LimitedStore> {
  const file = sqliteFile()
  const own = file.connect()
  const connection = whose === 'own' ? own : file.connect()
  const store = sqliteStore({ database: own })
  await store.createSchema()
  return {
    tap: tapOf(store),
    impose: async () => void connection.exec(impose),
    lift: async () => void connection.exec(lift),
    close: async () => file.dispose(),
  }
}
