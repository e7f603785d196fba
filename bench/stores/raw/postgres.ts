import pg from 'pg'
import type { StoredDocument } from 'temporary-access-pass/contract'
import type { OpenRaw } from '../types.js'
import { checkWritten, nextRevision } from './next.js'

const table = `CREATE TABLE raw_limit (
  key TEXT PRIMARY KEY, revision TEXT NOT NULL, body TEXT NOT NULL, seal TEXT NOT NULL, retain_until_ms BIGINT
)`
const read = 'SELECT key, revision, body, seal, retain_until_ms FROM raw_limit WHERE key IN ($1, $2, $3)'
const write =
  'UPDATE raw_limit SET revision = $2, body = $3, seal = $4, retain_until_ms = $5 WHERE key = $1 AND revision = $6'

export const openRawPostgres: OpenRaw = async ({ url }, rows) => {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  await pool.query(table)
  for (const { key, document } of rows) {
    const { revision, body, seal, retainUntilMs } = document
    await pool.query('INSERT INTO raw_limit VALUES ($1, $2, $3, $4, $5)', [key, revision, body, seal, retainUntilMs])
  }
  return {
    async readAndWrite(keys) {
      const found = await pool.query<RawRecord>({ name: 'raw-read', text: read, values: [...keys] })
      const [, pass] = keys
      const row = found.rows.find(({ key }) => key === pass)
      if (row === undefined) throw new Error('The row to write does not exist')
      const next = nextRevision(row.revision)
      const values = [pass, next, row.body, row.seal, row.retain_until_ms, row.revision]
      const written = await pool.query({ name: 'raw-write', text: write, values })
      checkWritten(written.rowCount)
    },
    close: () => pool.end(),
  }
}

interface RawRecord extends Pick<StoredDocument, 'revision' | 'body' | 'seal'> {
  readonly key: string
  readonly retain_until_ms: string | null
}
