/**
 * The drivers of databases that examples import. Each accepts every statement, because no server is there: the tests of the
 * stores run on real ones.
 */

/** In place of `ioredis`. */
export class Redis {
  readonly isCluster = false
  async eval(): Promise<unknown> {
    return []
  }
  async call(): Promise<unknown> {
    return 'OK'
  }
  pipeline(): unknown {
    return { exec: async () => [] }
  }
}

/** In place of `mysql2/promise`. */
export function createPool(): object {
  const row = { flush_log: 1, has_binary_log: 0, sync_binary_log: 1, affectedRows: 0 }
  const result = async (): Promise<unknown> => [row, []]
  return { execute: result, query: result, getConnection: result }
}

class Pool {
  readonly totalCount = 0
  /** The first column says that the statement was outside a transaction. */
  async query(): Promise<{ rows: string[][] }> {
    return { rows: [['true', 'on', 'on', '']] }
  }
}

/** In place of `pg`. */
export const pg = { Pool }
