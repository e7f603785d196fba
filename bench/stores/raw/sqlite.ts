import Database from 'better-sqlite3'
import type { StoredDocument } from 'temporary-access-pass/contract'
import type { OpenRaw } from '../types.js'
import { checkWritten, nextRevision } from './next.js'

const table = `CREATE TABLE raw_limit (
  key TEXT PRIMARY KEY, revision TEXT NOT NULL, body TEXT NOT NULL, seal TEXT NOT NULL, retainUntilMs INTEGER
)`

export const openRawSqlite: OpenRaw = async ({ url }, rows) => {
  const database = new Database(`${url}.raw`)
  // The same settings as those of the store: a write is on disk before it is acknowledged.
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('fullfsync = ON')
  database.exec(table)
  const insert = database.prepare('INSERT INTO raw_limit VALUES (?, ?, ?, ?, ?)')
  for (const { key, document } of rows) {
    insert.run(key, document.revision, document.body, document.seal, document.retainUntilMs)
  }
  const read = database.prepare<[string], StoredDocument>(
    'SELECT revision, body, seal, retainUntilMs FROM raw_limit WHERE key = ?',
  )
  const write = database.prepare(
    'UPDATE raw_limit SET revision = ?, body = ?, seal = ?, retainUntilMs = ? WHERE key = ? AND revision = ?',
  )
  return {
    async readAndWrite(keys) {
      const [, row] = keys.map((key) => read.get(key))
      if (row === undefined) throw new Error('The row to write does not exist')
      const next = nextRevision(row.revision)
      checkWritten(write.run(next, row.body, row.seal, row.retainUntilMs, keys[1], row.revision).changes)
    },
    async close() {
      database.close()
    },
  }
}
