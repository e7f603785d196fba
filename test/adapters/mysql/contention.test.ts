import { beforeEach, describe, expect, it } from 'vitest'
import type { OpenConnection } from '../../local-servers/open-mysql.js'
import { databaseOf, document, isInstalled, keyOf, serverForFile } from './on-server.js'

const pastMs = 1_600_000_000_000
const farFutureMs = 4_102_444_800_000
// In the order of their digests and of their dates, so that a sweep visits them in this order on either index.
const ids = ['d', 'c', 'b', 'a'] as const

describe.runIf(isInstalled)('a MySQL store with concurrent transactions', () => {
  const server = serverForFile()

  describe.each(['mysql2', 'mariadb'] as const)('over %s', (driver) => {
    const database = databaseOf(server, driver)
    let other: OpenConnection

    beforeEach(async () => {
      other = await database.connection()
      await other.query('DELETE FROM temporary_access_pass')
      const store = database.store()
      for (const [index, id] of ids.entries()) {
        await store.compareAndSet(keyOf(id), null, { ...document, retainUntilMs: pastMs + index })
      }
    })

    it('repeats a sweep that lost a deadlock, and keeps renewed documents', async () => {
      const delays: number[] = []
      const store = database.store({}, {}, async (milliseconds) => {
        delays.push(milliseconds)
        await other.query('COMMIT')
      })
      const before = await status('Innodb_deadlocks')
      await other.query('BEGIN')
      // The server rolls back the transaction with fewer changes: this one makes more than the sweep.
      for (const id of ['c', 'b', 'a']) await change(id, `retain_until_ms = ${farFutureMs}`)
      const sweeping = store.sweep({ nowMs: pastMs + 10, limit: 10 })
      await untilRowLockWait()
      await change('d', `retain_until_ms = ${farFutureMs}`)
      expect(await sweeping).toBe(0)
      expect(await status('Innodb_deadlocks')).toBe(before + 1)
      expect(delays).toEqual([1])
      expect(await store.read(ids.map(keyOf))).not.toContain(undefined)
    })

    it('repeats a write that lost a deadlock, and writes it once', async () => {
      const delays: number[] = []
      const store = database.store({}, {}, async (milliseconds) => {
        delays.push(milliseconds)
        await other.query('COMMIT')
      })
      const before = await status('Innodb_deadlocks')
      await other.query('BEGIN')
      for (const id of ['c', 'b']) await change(id, "seal = 'x'")
      // Locks the place in the index to which the write moves the document.
      const index = 'FORCE INDEX (temporary_access_pass_retention)'
      await other.query(
        `SELECT * FROM temporary_access_pass ${index} WHERE retain_until_ms >= ${pastMs + 3} FOR UPDATE`,
      )
      const next = { ...document, revision: 'r2', retainUntilMs: farFutureMs }
      const writing = store.compareAndSet(keyOf('d'), 'r1', next)
      await untilRowLockWait()
      await change('d', "seal = 'x'")
      expect(await writing).toBe(true)
      expect(await status('Innodb_deadlocks')).toBe(before + 1)
      expect(delays).toEqual([1])
      expect(await store.read([keyOf('d')])).toEqual([next])
    })

    it('repeats a write after a lock wait timeout', async () => {
      const delays: number[] = []
      const store = database.store({}, { session: ['SET innodb_lock_wait_timeout = 1'] }, async (milliseconds) => {
        delays.push(milliseconds)
        await other.query('COMMIT')
      })
      await other.query('BEGIN')
      await change('d', "revision = 'r2'")
      expect(await store.compareAndSet(keyOf('d'), 'r1', { ...document, revision: 'r3' })).toBe(false)
      expect(delays).toEqual([1])
    })

    it('rejects after the second lock wait timeout, and writes nothing', async () => {
      const delays: number[] = []
      const store = database.store({}, { session: ['SET innodb_lock_wait_timeout = 1'] }, async (milliseconds) => {
        delays.push(milliseconds)
      })
      await other.query('BEGIN')
      await change('d', "seal = 'x'")
      const writing = store.compareAndSet(keyOf('d'), 'r1', { ...document, revision: 'r3' })
      await expect(writing).rejects.toMatchObject({ outcome: 'contended', cause: { errno: 1205 } })
      expect(delays).toEqual([1])
      await other.query('ROLLBACK')
      expect(await store.read([keyOf('d')])).toMatchObject([{ revision: 'r1' }])
    })

    it('reads what others have committed after its first read', async () => {
      const store = database.store({}, { options: { connectionLimit: 1 } })
      await store.read([keyOf('d')])
      await change('d', "revision = 'r9'")
      expect(await store.read([keyOf('d')])).toMatchObject([{ revision: 'r9' }])
    })

    // By the primary key, because a statement without an index locks every row.
    function change(id: string, assignment: string): Promise<unknown> {
      const digest = (text: string) => `UNHEX(SHA2('${text}', 256))`
      const key = `kind = 'user' AND tenant_digest = ${digest('acme')} AND id_digest = ${digest(id)}`
      return other.query(`UPDATE temporary_access_pass SET ${assignment} WHERE ${key}`)
    }

    async function untilRowLockWait(): Promise<void> {
      while ((await status('Innodb_row_lock_current_waits')) === 0);
    }

    async function status(name: string): Promise<number> {
      const [row] = await database.query(`SHOW GLOBAL STATUS LIKE '${name}'`)
      return Number(row?.['Value'])
    }
  })
})
