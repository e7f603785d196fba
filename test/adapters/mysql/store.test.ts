import { createPool as createCallbackPool } from 'mysql2'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MysqlPool } from '../../../adapters/mysql/index.js'
import { mysqlStore } from '../../../adapters/mysql/index.js'
import { buildMysqlStore } from '../../../adapters/mysql/store.js'
import type { SqlStore } from '../../../adapters/sql/sql-store.js'
import { mariadb } from '../../local-servers/mariadb.js'
import { databaseOf, document, isInstalled, keyOf, serverForFile } from './on-server.js'

const farFutureMs = 4_102_444_800_000

describe.runIf(isInstalled)('mysqlStore on MariaDB', () => {
  const server = serverForFile()

  describe.each(mariadb.drivers)('over %s', (driver) => {
    const database = databaseOf(server, driver)
    let store: SqlStore
    beforeAll(() => {
      store = database.store()
    })

    it('writes rows that an operator can read', async () => {
      await store.compareAndSet(keyOf('ada\0 🔑'), null, document)
      const [row] = await database.query(
        'SELECT *, tenant_digest = UNHEX(SHA2(tenant_id, 256)) AND id_digest = UNHEX(SHA2(id, 256)) AS is_own FROM temporary_access_pass',
      )
      expect({ ...row, tenant_digest: '', id_digest: '', retain_until_ms: Number(row?.['retain_until_ms']) }).toEqual({
        kind: 'user',
        tenant_id: 'acme',
        id: 'ada\u24000 🔑',
        tenant_digest: '',
        id_digest: '',
        revision: 'r1',
        body: '{"state":"usable"}',
        seal: 'c2VhbA',
        retain_until_ms: 1_700_000_000_000,
        is_own: 1,
      })
    })

    it('names the table and the cure in every error for a missing table', async () => {
      const absent = database.store({ table: 'absent' })
      const calls = [
        () => absent.read([keyOf('ada')]),
        () => absent.compareAndSet(keyOf('ada'), null, document),
        () => absent.sweep({ nowMs: 0, limit: 1 }),
        () => absent.scan({ kind: 'user', limit: 1 }),
      ]
      for (const call of calls) {
        await expect(call()).rejects.toMatchObject({
          missingTable: 'absent',
          outcome: 'notWritten',
          message: 'The table absent does not exist: call store.createSchema()',
          cause: expect.any(Error),
        })
      }
    })

    it('sends one statement for each operation', async () => {
      const pool = database.pool()
      const sent: string[] = []
      const recordingPool: MysqlPool = {
        getConnection: () => pool.getConnection(),
        execute: (query, values) => {
          sent.push(query.sql.split(' ', 1)[0] as string)
          return pool.execute(query, values)
        },
      }
      const counted = mysqlStore({ pool: recordingPool })
      await counted.read([])
      expect(sent.splice(0)).toEqual([])
      await counted.read([keyOf('one'), keyOf('two'), keyOf('one')])
      // The first statement reads the settings that decide durability.
      expect(sent.splice(0)).toEqual(['SELECT', 'SELECT'])
      await counted.compareAndSet(keyOf('one'), null, document)
      await counted.compareAndSet(keyOf('one'), 'r1', { ...document, revision: 'r2' })
      await counted.compareAndSet(keyOf('one'), 'r2', null)
      await counted.sweep({ nowMs: 0, limit: 5 })
      await counted.scan({ kind: 'user', limit: 5 })
      expect(sent).toEqual(['INSERT', 'UPDATE', 'DELETE', 'DELETE', 'SELECT'])
    })

    it('returns a document for each repetition of its key', async () => {
      await store.compareAndSet(keyOf('repeated'), null, document)
      const documents = await store.read([keyOf('repeated'), keyOf('unknown'), keyOf('repeated')])
      expect(documents).toEqual([document, undefined, document])
    })

    it('returns true for a removal with no expected revision only if nothing is stored', async () => {
      expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(true)
      await store.compareAndSet(keyOf('nothing'), null, document)
      expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(false)
    })

    it('separates the documents of two tables', async () => {
      const second = database.store({ table: 'second_table' })
      await second.createSchema()
      expect(second.schema).toContain('CREATE TABLE IF NOT EXISTS `second_table`')
      await store.compareAndSet(keyOf('apart'), null, document)
      expect(await second.read([keyOf('apart')])).toEqual([undefined])
    })

    it('creates its table once for eight concurrent calls', async () => {
      const stores = Array.from({ length: 8 }, () => database.store({ table: 'raced' }))
      await Promise.all(stores.map((one) => one.createSchema()))
      await stores[0]?.compareAndSet(keyOf('kept'), null, document)
      await Promise.all(stores.map((one) => one.createSchema()))
      expect(await stores[7]?.read([keyOf('kept')])).toEqual([document])
    })

    it('sweeps by the earlier of the clocks of server and caller', async () => {
      await store.compareAndSet(keyOf('fast'), null, { ...document, retainUntilMs: Date.now() + 60_000 })
      await store.compareAndSet(keyOf('slow'), null, { ...document, retainUntilMs: Date.now() - 60_000 })
      await store.sweep({ nowMs: farFutureMs, limit: 100 })
      const left = await store.read([keyOf('fast'), keyOf('slow')])
      expect(left.map((one) => one !== undefined)).toEqual([true, false])
      await store.compareAndSet(keyOf('slow'), null, { ...document, retainUntilMs: Date.now() - 60_000 })
      await store.sweep({ nowMs: Date.now() - 120_000, limit: 100 })
      expect(await store.read([keyOf('slow')])).not.toEqual([undefined])
    })

    it('rejects with the error of the server as the cause', async () => {
      const missing = database.store({ table: 'missing' }).read([keyOf('ada')])
      await expect(missing).rejects.toMatchObject({ outcome: 'notWritten', cause: { errno: 1146 } })
    })
  })

  describe('over one driver', () => {
    const database = databaseOf(server)

    it('uses the primary key to scan, and its index to sweep mostly past documents', async () => {
      const store = database.store()
      const next = (id: number) => ({ ...document, retainUntilMs: 1_600_000_000_000 + id })
      const ids = Array.from({ length: 300 }, (_, id) => id)
      await Promise.all(ids.map((id) => store.compareAndSet(keyOf(String(id)), null, next(id))))
      const sent: { readonly sql: string; readonly values: readonly unknown[] }[] = []
      const pool = database.pool()
      const recorded = mysqlStore({
        pool: {
          getConnection: () => pool.getConnection(),
          execute: (query, values) => {
            sent.push({ sql: query.sql, values })
            return pool.execute(query, values)
          },
        },
      })
      const page = await recorded.scan({ kind: 'user', limit: 5 })
      await recorded.scan({ kind: 'user', tenantId: 'acme', limit: 5, cursor: page.cursor })
      await recorded.scan({ kind: 'user', limit: 5, cursor: page.cursor })
      await recorded.sweep({ nowMs: farFutureMs, limit: 5 })
      // Otherwise the server plans with old statistics.
      await pool.execute({ sql: 'ANALYZE TABLE temporary_access_pass' }, [])
      const plans = await Promise.all(
        sent.slice(1).map(async ({ sql, values }) => {
          const result = await pool.execute({ sql: `EXPLAIN ${sql}` }, values as string[])
          const [[plan]] = result as [[{ readonly key: string; readonly Extra: string }]]
          return [plan.key, plan.Extra.includes('filesort')]
        }),
      )
      const own = 'temporary_access_pass_retention'
      expect(plans).toEqual([...Array.from({ length: 3 }, () => ['PRIMARY', false]), [own, false]])
    })

    it('refuses text that a column would truncate, in every SQL mode', async () => {
      const store = database.store({}, { session: ["SET sql_mode = ''"] })
      const long = 'x'.repeat(1_025)
      await expect(store.read([keyOf(long)])).rejects.toThrow(RangeError)
      await expect(store.read([{ ...keyOf('a'), tenantId: long }])).rejects.toThrow(RangeError)
      await expect(store.read([{ ...keyOf('a'), kind: 'x'.repeat(65) }])).rejects.toThrow(RangeError)
      await expect(store.read([{ ...keyOf('a'), kind: 'user ' }])).rejects.toThrow(RangeError)
      await expect(store.scan({ kind: 'user ', limit: 1 })).rejects.toThrow(RangeError)
      for (const [part, length] of Object.entries({ revision: 256, body: 4_194_304, seal: 4_194_304 })) {
        const next = { ...document, [part]: 'x'.repeat(length) }
        await expect(store.compareAndSet(keyOf('long'), null, next)).rejects.toThrow(RangeError)
      }
      expect(await store.read([keyOf('long')])).toEqual([undefined])
    })

    it('keeps the longest texts unchanged, in every SQL mode', async () => {
      const store = database.store({}, { session: ["SET sql_mode = ''"] })
      const key = { kind: 'k'.repeat(64), tenantId: '\u2400'.repeat(512), id: '\0'.repeat(512) }
      const next = {
        revision: '€'.repeat(255),
        body: '🔑'.repeat(100_000),
        seal: 's'.repeat(70_000),
        retainUntilMs: null,
      }
      expect(await store.compareAndSet(key, null, next)).toBe(true)
      expect(await store.read([key])).toEqual([next])
      const { entries } = await store.scan({ kind: key.kind, limit: 1 })
      expect(entries).toEqual([{ key, document: next }])
    })

    it('refuses text with half of a surrogate pair', async () => {
      const store = database.store()
      await expect(store.read([keyOf('a\ud800')])).rejects.toThrow(RangeError)
      await expect(store.compareAndSet(keyOf('b'), null, { ...document, body: '"\ud800"' })).rejects.toThrow(RangeError)
    })

    it.each([0, -1, 1.5, Number.NaN, '1; DROP TABLE x' as never])('refuses the limit %s', async (limit) => {
      const store = database.store()
      await expect(store.sweep({ nowMs: 0, limit })).rejects.toThrow(RangeError)
      await expect(store.scan({ kind: 'user', limit })).rejects.toThrow(RangeError)
    })

    it.each(['', 'x', '{}', '[]', '["a"]', '["a",1]', '["a","b","c"]'])('refuses the cursor %s', async (cursor) => {
      await expect(database.store().scan({ kind: 'user', limit: 1, cursor })).rejects.toThrow(RangeError)
    })
  })
})

describe('mysqlStore', () => {
  const unused = 'mysql://unused@127.0.0.1:1/none'

  it('does not repeat a call if no server listens', async () => {
    const delays: number[] = []
    const pool = createCallbackPool(unused).promise()
    const store = buildMysqlStore({ pool }, async (milliseconds) => void delays.push(milliseconds))
    await expect(store.read([keyOf('ada')])).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(delays).toEqual([])
    await pool.end()
  })

  it.each(['', '1a', 'a b', 'a`b', 'a;b', 'é', 'main.passes', 'x'.repeat(51)])(
    'refuses the table name "%s"',
    (table) => {
      const pool = createCallbackPool(unused).promise()
      expect(() => mysqlStore({ pool, table })).toThrow(RangeError)
    },
  )

  it('refuses anything but a pool of promises, and names one', () => {
    const connection = { execute: async () => [] }
    for (const pool of [connection, createCallbackPool(unused), {}, undefined, null] as never[]) {
      expect(() => mysqlStore({ pool })).toThrow(/mysql2\/promise/)
      expect(() => mysqlStore({ pool })).toThrow(TypeError)
    }
  })

  it('refuses a pool whose execute takes a callback', async () => {
    const pool = { execute: () => undefined, getConnection: () => undefined } as never
    await expect(mysqlStore({ pool }).read([keyOf('ada')])).rejects.toThrow(TypeError)
  })
})
