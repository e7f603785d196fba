import Database from 'better-sqlite3'
import type { Fill } from '../types.js'

const insert = `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO temporary_access_pass (kind, tenant_id, id, revision, body, seal, retain_until_ms)
SELECT ?, ?, lower(hex(randomblob(16))), ?, ?, ?, ? - n FROM numbers`

export const fillSqlite: Fill = async ({ url }, { key, document }, count) => {
  const database = new Database(url)
  // Applies to this connection only.
  database.pragma('synchronous = OFF')
  const { revision, body, seal, retainUntilMs } = document
  database.prepare(insert).run(count, key.kind, key.tenantId, revision, body, seal, retainUntilMs)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}
