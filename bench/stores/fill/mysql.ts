import { createConnection } from 'mysql2/promise'
import type { Fill } from '../types.js'

const digitRows = `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(' UNION ALL ')})`
const digits = Array.from({ length: 7 }, (_, digit) => digit)
const numbers = `SELECT ${digits.map((digit) => `d${digit}.n * ${10 ** digit}`).join(' + ')} AS n
FROM ${digits.map((digit) => `${digitRows} AS d${digit}`).join(' CROSS JOIN ')}`

// In the order of the primary key, so that InnoDB writes each page once.
const insert = `INSERT INTO temporary_access_pass
  (kind, tenant_digest, id_digest, tenant_id, id, revision, body, seal, retain_until_ms)
SELECT ?, UNHEX(SHA2(?, 256)), id_digest, ?, id, ?, ?, ?, ? - n FROM (
  SELECT n, CONCAT('filler-', n) AS id, UNHEX(SHA2(CONCAT('filler-', n), 256)) AS id_digest
  FROM (${numbers}) AS numbers WHERE n < ?
) AS fillers ORDER BY id_digest`

export const fillMysql: Fill = async ({ url }, { key, document }, count) => {
  const connection = await createConnection(url)
  const { revision, body, seal, retainUntilMs } = document
  const { kind, tenantId } = key
  await connection.query(insert, [kind, tenantId, tenantId, revision, body, seal, retainUntilMs, count])
  await connection.query('ANALYZE TABLE temporary_access_pass')
  await connection.end()
}
