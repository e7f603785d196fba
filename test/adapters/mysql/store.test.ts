import { createPool as createCallbackPool } from 'mysql2'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MysqlPool } from '../../../adapters/mysql/index.js'
import { mysqlStore } from '../../../adapters/mysql/index.js'
import type { SqlStore } from '../../../adapters/sql/sql-store.js'
import { mariadb } from '../../support/servers/mariadb.js'
import { databaseOf, document, isInstalled, keyOf, serverForFile } from './on-server.js'

const FAR_MS = 4_102_444_800_000

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
      const [row] = await database.ask(
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

    it('says one statement an operation, whatever it is asked', async () => {
      const pool = database.pool()
      const said: string[] = []
      const counting: MysqlPool = {
        getConnection: () => pool.getConnection(),
        execute: (query, values) => {
          said.push(query.sql.split(' ', 1)[0] as string)
          return pool.execute(query, values)
        },
      }
      const counted = mysqlStore({ pool: counting })
      await counted.read([])
      expect(said.splice(0)).toEqual([])
      await counted.read([keyOf('one'), keyOf('two'), keyOf('one')])
      // Asked once for the settings that decide durability.
      expect(said.splice(0)).toEqual(['SELECT', 'SELECT'])
      await counted.compareAndSet(keyOf('one'), null, document)
      await counted.compareAndSet(keyOf('one'), 'r1', { ...document, revision: 'r2' })
      await counted.compareAndSet(keyOf('one'), 'r2', null)
      await counted.sweep({ nowMs: 0, limit: 5 })
      await counted.scan({ kind: 'user', limit: 5 })
      expect(said).toEqual(['INSERT', 'UPDATE', 'DELETE', 'DELETE', 'SELECT'])
    })

    it('answers the same key as often as it is asked for', async () => {
      await store.compareAndSet(keyOf('asked'), null, document)
      const answers = await store.read([keyOf('asked'), keyOf('nobody'), keyOf('asked')])
      expect(answers).toEqual([document, undefined, document])
    })

    it('answers the removal of nothing by whether nothing is stored', async () => {
      expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(true)
      await store.compareAndSet(keyOf('nothing'), null, document)
      expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(false)
    })

    it('keeps the documents of two tables apart', async () => {
      const second = database.store({ table: 'second_table' })
      await second.createSchema()
      expect(second.schema).toContain('CREATE TABLE IF NOT EXISTS `second_table`')
      await store.compareAndSet(keyOf('apart'), null, document)
      expect(await second.read([keyOf('apart')])).toEqual([undefined])
    })

    it('creates its table once when many ask for it at the same time', async () => {
      const stores = Array.from({ length: 8 }, () => database.store({ table: 'raced' }))
      await Promise.all(stores.map((one) => one.createSchema()))
      await stores[0]?.compareAndSet(keyOf('kept'), null, document)
      await Promise.all(stores.map((one) => one.createSchema()))
      expect(await stores[7]?.read([keyOf('kept')])).toEqual([document])
    })

    it('sweeps by the earlier of two clocks, its own and the caller’s', async () => {
      await store.compareAndSet(keyOf('fast'), null, { ...document, retainUntilMs: Date.now() + 60_000 })
      await store.compareAndSet(keyOf('slow'), null, { ...document, retainUntilMs: Date.now() - 60_000 })
      await store.sweep({ nowMs: FAR_MS, limit: 100 })
      const left = await store.read([keyOf('fast'), keyOf('slow')])
      expect(left.map((one) => one !== undefined)).toEqual([true, false])
      await store.compareAndSet(keyOf('slow'), null, { ...document, retainUntilMs: Date.now() - 60_000 })
      await store.sweep({ nowMs: Date.now() - 120_000, limit: 100 })
      expect(await store.read([keyOf('slow')])).not.toEqual([undefined])
    })

    it('lets through what the server complains of', async () => {
      await expect(database.store({ table: 'missing' }).read([keyOf('ada')])).rejects.toMatchObject({ errno: 1146 })
    })
  })

  describe('over one driver', () => {
    const database = databaseOf(server)

    it('pages in the order of its primary key, and sweeps by its index even where almost everything is past', async () => {
      const store = database.store()
      const next = (id: number) => ({ ...document, retainUntilMs: 1_600_000_000_000 + id })
      const ids = Array.from({ length: 300 }, (_, id) => id)
      await Promise.all(ids.map((id) => store.compareAndSet(keyOf(String(id)), null, next(id))))
      const said: { readonly sql: string; readonly values: readonly unknown[] }[] = []
      const pool = database.pool()
      const heard = mysqlStore({
        pool: {
          getConnection: () => pool.getConnection(),
          execute: (query, values) => {
            said.push({ sql: query.sql, values })
            return pool.execute(query, values)
          },
        },
      })
      const page = await heard.scan({ kind: 'user', limit: 5 })
      await heard.scan({ kind: 'user', tenantId: 'acme', limit: 5, cursor: page.cursor })
      await heard.scan({ kind: 'user', limit: 5, cursor: page.cursor })
      await heard.sweep({ nowMs: FAR_MS, limit: 5 })
      // Else the server plans by what it counted some moment ago.
      await pool.execute({ sql: 'ANALYZE TABLE temporary_access_pass' }, [])
      const plans = await Promise.all(
        said.slice(1).map(async ({ sql, values }) => {
          const answer = await pool.execute({ sql: `EXPLAIN ${sql}` }, values as string[])
          const [[plan]] = answer as [[{ readonly key: string; readonly Extra: string }]]
          return [plan.key, plan.Extra.includes('filesort')]
        }),
      )
      const own = 'temporary_access_pass_retention'
      expect(plans).toEqual([...Array.from({ length: 3 }, () => ['PRIMARY', false]), [own, false]])
    })

    it('refuses what no column holds exactly, in every SQL mode', async () => {
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

    it('keeps the longest texts exact, in every SQL mode', async () => {
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

    it('refuses text that UTF-8 cannot hold, which would make different ids the same', async () => {
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
  const unused = 'mysql://nobody@127.0.0.1:1/none'

  it('does not ask again where there is no server', async () => {
    const waits: number[] = []
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds)
    }
    const pool = createCallbackPool(unused).promise()
    await expect(mysqlStore({ pool, wait }).read([keyOf('ada')])).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(waits).toEqual([])
    await pool.end()
  })

  it.each(['', '1a', 'a b', 'a`b', 'a;b', 'é', 'main.passes', 'x'.repeat(51)])(
    'refuses the table name "%s"',
    (table) => {
      const pool = createCallbackPool(unused).promise()
      expect(() => mysqlStore({ pool, table })).toThrow(RangeError)
    },
  )

  it('refuses what is no pool of promises, and says what is', () => {
    const connection = { execute: async () => [] }
    for (const pool of [connection, createCallbackPool(unused), {}, undefined, null] as never[]) {
      expect(() => mysqlStore({ pool })).toThrow(/mysql2\/promise/)
      expect(() => mysqlStore({ pool })).toThrow(TypeError)
    }
  })

  it('refuses a pool that turns out to answer by callback', async () => {
    const pool = { execute: () => undefined, getConnection: () => undefined } as never
    await expect(mysqlStore({ pool }).read([keyOf('ada')])).rejects.toThrow(TypeError)
  })
})
