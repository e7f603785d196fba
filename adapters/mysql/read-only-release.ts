import type { MysqlPool, MysqlPoolConnection } from './driver.js'
import { execute, rowsOf } from './driver.js'
import { isReadOnlyStatement } from './statements.js'

/**
 * Returns a function that closes free connections that may not write, so that the pool opens new ones. They can lead to
 * another server. mariadb never closes a connection after an error of the server, and mysql2 only after some of them.
 */
export function createReadOnlyRelease(pool: MysqlPool): () => void {
  let isRunning = false
  const release = async () => {
    // mariadb uses its free connections in turn, and mysql2 first the one that was released last: the one that has failed.
    const connections = pool.idleConnections?.() ?? 1
    for (let asked = 0; asked < connections; asked += 1) {
      const connection = await pool.getConnection()
      if (await isReadOnlyConnection(connection)) connection.destroy()
      else connection.release()
    }
  }
  return () => {
    if (isRunning) return
    isRunning = true
    // Not awaited, and its errors are ignored: the next call meets the same.
    release()
      .catch(() => {})
      .finally(() => {
        isRunning = false
      })
  }
}

async function isReadOnlyConnection(connection: MysqlPoolConnection): Promise<boolean> {
  try {
    const [row] = rowsOf(await execute(connection, isReadOnlyStatement, []))
    return Number((row as { readonly is_read_only: unknown }).is_read_only) !== 0
  } catch {
    return false
  }
}
