import { beforeEach, describe, expect, it } from 'vitest'
import type { OpenConnection } from '../../support/servers/open-mysql.js'
import { databaseOf, document, isInstalled, keyOf, serverForFile } from './on-server.js'

const PAST_MS = 1_600_000_000_000
const FAR_MS = 4_102_444_800_000
// In the order of their digests and of their dates: whichever index a sweep goes by, it meets them in this order.
const IDS = ['d', 'c', 'b', 'a'] as const

describe.runIf(isInstalled)('a MySQL store among other transactions', () => {
  const server = serverForFile()

  describe.each(['mysql2', 'mariadb'] as const)('over %s', (driver) => {
    const database = databaseOf(server, driver)
    let other: OpenConnection

    beforeEach(async () => {
      other = await database.connection()
      await other.query('DELETE FROM temporary_access_pass')
      const store = database.store()
      for (const [index, id] of IDS.entries()) {
        await store.compareAndSet(keyOf(id), null, { ...document, retainUntilMs: PAST_MS + index })
      }
    })

    it('runs a sweep again that lost a deadlock, and leaves what was renewed meanwhile', async () => {
      const waits: number[] = []
      const store = database.store({
        wait: async (milliseconds) => {
          waits.push(milliseconds)
          await other.query('COMMIT')
        },
      })
      const before = await status('Innodb_deadlocks')
      await other.query('BEGIN')
      // Heavier than the sweep, so that the sweep is the one to give way.
      for (const id of ['c', 'b', 'a']) await change(id, `retain_until_ms = ${FAR_MS}`)
      const sweeping = store.sweep({ nowMs: PAST_MS + 10, limit: 10 })
      await untilSomebodyWaits()
      await change('d', `retain_until_ms = ${FAR_MS}`)
      expect(await sweeping).toBe(0)
      expect(await status('Innodb_deadlocks')).toBe(before + 1)
      expect(waits).toEqual([1])
      expect(await store.read(IDS.map(keyOf))).not.toContain(undefined)
    })

    it('runs a write again that lost a deadlock, and writes it once', async () => {
      const waits: number[] = []
      const store = database.store({
        wait: async (milliseconds) => {
          waits.push(milliseconds)
          await other.query('COMMIT')
        },
      })
      const before = await status('Innodb_deadlocks')
      await other.query('BEGIN')
      for (const id of ['c', 'b']) await change(id, "seal = 'x'")
      // Where the index would take the new date.
      const index = 'FORCE INDEX (temporary_access_pass_retention)'
      await other.query(
        `SELECT * FROM temporary_access_pass ${index} WHERE retain_until_ms >= ${PAST_MS + 3} FOR UPDATE`,
      )
      const next = { ...document, revision: 'r2', retainUntilMs: FAR_MS }
      const writing = store.compareAndSet(keyOf('d'), 'r1', next)
      await untilSomebodyWaits()
      await change('d', "seal = 'x'")
      expect(await writing).toBe(true)
      expect(await status('Innodb_deadlocks')).toBe(before + 1)
      expect(waits).toEqual([1])
      expect(await store.read([keyOf('d')])).toEqual([next])
    })

    it('runs a write again whose lock came too late', async () => {
      const waits: number[] = []
      const store = database.store(
        {
          wait: async (milliseconds) => {
            waits.push(milliseconds)
            await other.query('COMMIT')
          },
        },
        { session: ['SET innodb_lock_wait_timeout = 1'] },
      )
      await other.query('BEGIN')
      await change('d', "revision = 'r2'")
      expect(await store.compareAndSet(keyOf('d'), 'r1', { ...document, revision: 'r3' })).toBe(false)
      expect(waits).toEqual([1])
    })

    it('gives up at the second lock that came too late, with the error of the driver, and has written nothing', async () => {
      const waits: number[] = []
      const wait = async (milliseconds: number) => {
        waits.push(milliseconds)
      }
      const store = database.store({ wait }, { session: ['SET innodb_lock_wait_timeout = 1'] })
      await other.query('BEGIN')
      await change('d', "seal = 'x'")
      const writing = store.compareAndSet(keyOf('d'), 'r1', { ...document, revision: 'r3' })
      await expect(writing).rejects.toMatchObject({ errno: 1205 })
      expect(waits).toEqual([1])
      await other.query('ROLLBACK')
      expect(await store.read([keyOf('d')])).toMatchObject([{ revision: 'r1' }])
    })

    it('sees what others have committed, however often it was read before', async () => {
      const store = database.store({}, { options: { connectionLimit: 1 } })
      await store.read([keyOf('d')])
      await change('d', "revision = 'r9'")
      expect(await store.read([keyOf('d')])).toMatchObject([{ revision: 'r9' }])
    })

    // By the primary key: a statement that looked at every row would lock every row.
    function change(id: string, assignment: string): Promise<unknown> {
      const digest = (text: string) => `UNHEX(SHA2('${text}', 256))`
      const key = `kind = 'user' AND tenant_digest = ${digest('acme')} AND id_digest = ${digest(id)}`
      return other.query(`UPDATE temporary_access_pass SET ${assignment} WHERE ${key}`)
    }

    async function untilSomebodyWaits(): Promise<void> {
      while ((await status('Innodb_row_lock_current_waits')) === 0);
    }

    async function status(name: string): Promise<number> {
      const [row] = await database.ask(`SHOW GLOBAL STATUS LIKE '${name}'`)
      return Number(row?.['Value'])
    }
  })
})
