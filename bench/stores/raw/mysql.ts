import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { openPool } from '../../../test/local-servers/open-mysql.js'
import type { OpenRaw } from '../types.js'
import { checkWritten, nextRevision } from './next.js'

const table = `CREATE TABLE raw_limit (
  id VARBINARY(255) PRIMARY KEY, revision VARCHAR(255) NOT NULL, body MEDIUMTEXT NOT NULL, seal MEDIUMTEXT NOT NULL,
  retain_until_ms BIGINT
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_bin`
const read = 'SELECT id, revision, body, seal, retain_until_ms FROM raw_limit WHERE id IN (?, ?, ?)'
const write = 'UPDATE raw_limit SET revision = ?, body = ?, seal = ?, retain_until_ms = ? WHERE id = ? AND revision = ?'

export const openRawMysql: OpenRaw = async (address, rows) => {
  const pool = openPool(address)
  const run = async <Result>(sql: string, values: (string | number | null)[]): Promise<Result> => {
    const [result] = (await pool.execute({ sql }, values)) as readonly [Result]
    return result
  }
  await run(table, [])
  for (const { key, document } of rows) {
    const { revision, body, seal, retainUntilMs } = document
    await run('INSERT INTO raw_limit VALUES (?, ?, ?, ?, ?)', [key, revision, body, seal, retainUntilMs])
  }
  return {
    async readAndWrite(keys) {
      const found = await run<RowDataPacket[]>(read, [...keys])
      const [, pass] = keys
      const row = found.find(({ id }) => String(id) === pass)
      if (row === undefined) throw new Error('The row to write does not exist')
      const { revision, body, seal, retain_until_ms } = row
      const values = [nextRevision(revision), body, seal, retain_until_ms, pass, revision]
      checkWritten((await run<ResultSetHeader>(write, values)).affectedRows)
    },
    close: () => pool.end(),
  }
}
