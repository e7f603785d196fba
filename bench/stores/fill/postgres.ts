import pg from 'pg'
import type { Fill } from '../types.js'

const insert = `INSERT INTO temporary_access_pass (kind, tenant_id, id, revision, body, seal, retain_until_ms)
SELECT $1, $2, gen_random_uuid()::text, $3, $4, $5, $6::bigint - n FROM generate_series(1, $7::integer) AS n`

export const fillPostgres: Fill = async ({ url }, { key, document }, count) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { revision, body, seal, retainUntilMs } = document
  await client.query(insert, [key.kind, key.tenantId, revision, body, seal, retainUntilMs, count])
  // The server would do this by itself within the next minutes.
  await client.query('VACUUM ANALYZE temporary_access_pass')
  await client.query('CHECKPOINT')
  await client.end()
}
