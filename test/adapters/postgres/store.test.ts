import pg from 'pg'
import postgresJs from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PgClient, SqlStore } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { postgres } from '../../local-servers/postgres.js'
import type { StoreAddress } from '../../local-servers/store-address.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import { runTogether } from '../../support/processes.js'
import type { TestDatabase } from './database.js'
import { document, keyOf, recordQueries, testDatabase } from './database.js'

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store', () => {
  let server: StoreServer
  let database: TestDatabase
  let store: SqlStore
  beforeAll(async () => {
    server = await postgres.start()
    database = await testDatabase(server)
    store = await database.open()
  })
  afterAll(async () => {
    await database.dispose()
    await server.stop()
  })

  it('writes rows that an operator can read', async () => {
    await store.compareAndSet(keyOf('ada'), null, document)
    const rows = await database.run(
      `SELECT *, pg_typeof(body)::text AS type FROM temporary_access_pass WHERE id = 'ada'`,
    )
    const columns = { revision: 'r1', body: '{"state":"usable"}', seal: 'c2VhbA', retain_until_ms: '1700000000000' }
    expect(rows).toEqual([{ kind: 'user', tenant_id: 'acme', id: 'ada', ...columns, type: 'text' }])
  })

  it('names the table and the cure in every error for a missing table', async () => {
    const absent = await database.open({ table: 'absent' })
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

  it('sends one statement a call, for any number of keys, and reads the settings once', async () => {
    const { client, queries } = recordQueries(await database.connect())
    const counted = postgresStore({ client })
    const keys = Array.from({ length: 20 }, (_, index) => keyOf(`counted-${index}`))
    await counted.read(keys)
    await counted.compareAndSet(keyOf('counted'), null, document)
    await counted.compareAndSet(keyOf('counted'), 'r1', { ...document, revision: 'r2' })
    await counted.compareAndSet(keyOf('counted'), 'r2', null)
    await counted.scan({ kind: 'user', limit: 3 })
    await counted.sweep({ nowMs: 0, limit: 3 })
    expect(queries.length).toBe(7)
    expect(queries.filter((text) => text.includes('current_setting'))).toEqual([queries[0]])
  })

  it('uses the primary key to read and scan, and its own index to sweep a large table', async () => {
    await database.run(
      `INSERT INTO temporary_access_pass SELECT 'bulk', 'acme', i::text, 'r', '{}', 's', 4e12 + i FROM generate_series(1, 20000) i`,
      'ANALYZE temporary_access_pass',
    )
    const client = await database.connect()
    const { queries, client: recorded } = recordQueries(client)
    const planned = postgresStore({ client: recorded })
    await planned.read([keyOf('a'), keyOf('b')])
    await planned.sweep({ nowMs: 0, limit: 1 })
    await planned.scan({ kind: 'bulk', limit: 10 })
    // The statements must force these plans, even if the planner expects a small table.
    await client.query('SET plan_cache_mode = force_generic_plan; SET enable_nestloop = off')
    const planOf = async (part: string, parameters: readonly string[]) => {
      const text = queries.find((each) => each.includes(part)) ?? ''
      const name = `p${queries.indexOf(text)}`
      await client.query(`PREPARE ${name} AS ${text}`)
      const { rows } = await client.query(
        `EXPLAIN EXECUTE ${name}(${parameters.map((each) => `'${each}'`).join(', ')})`,
      )
      return JSON.stringify(rows)
    }
    const plans = [
      await planOf('unnest', ['{user}', '{acme}', '{a}']),
      await planOf('SKIP LOCKED', ['0', '1']),
      await planOf('ORDER BY tenant_id', ['bulk', '', '', '10']),
    ]
    for (const plan of plans) expect(plan).not.toContain('Seq Scan on temporary_access_pass')
    expect(plans[0]).not.toMatch(/(Hash|Merge)[A-Za-z ]* Join/)
    expect(plans[1]).toContain('temporary_access_pass_retention')
  })

  it('has its statements planned five times at most', async () => {
    const client = await database.connect()
    const planned = postgresStore({ client })
    for (let call = 0; call < 10; call += 1) {
      await planned.read([keyOf('a'), keyOf('b'), keyOf('c')])
      await planned.compareAndSet(keyOf('planned'), call === 0 ? null : `r${call}`, {
        ...document,
        revision: `r${call + 1}`,
      })
    }
    const { rows } = await client.query(
      `SELECT custom_plans::int AS plans FROM pg_prepared_statements WHERE name ~ '_(read|replace)_'`,
    )
    expect(rows).toEqual([{ plans: 5 }, { plans: 5 }])
  })

  it('separates the documents of two tables and two schemas', async () => {
    await database.run('CREATE SCHEMA "Other"')
    const stores = [store, await database.open({ table: 'Second' }), await database.open({ schema: 'Other' })]
    for (const one of stores) await one.createSchema()
    expect(stores[1]?.schema).toContain('CREATE TABLE IF NOT EXISTS "Second"')
    expect(stores[2]?.schema).toContain('CREATE TABLE IF NOT EXISTS "Other"."temporary_access_pass"')
    for (const one of stores) expect(await one.compareAndSet(keyOf('apart'), null, document)).toBe(true)
  })

  it('uses two tables over one connection', async () => {
    const client = await database.connect()
    const stores = [await database.open({ client, table: 'left' }), await database.open({ client, table: 'right' })]
    for (const one of stores) await one.createSchema()
    for (const one of stores) expect(await one.compareAndSet(keyOf('both'), null, document)).toBe(true)
  })

  it('creates its schema once for eight concurrent connections of two processes', async () => {
    const module = new URL('./create-schema.ts', import.meta.url)
    for (const round of [1, 2, 3, 4, 5]) {
      const address: StoreAddress = { driver: 'pg.Client', url: database.url, options: { table: `racing_${round}` } }
      await runTogether([0, 1].map(() => ({ module, name: 'createSchemas', argument: address })))
      const raced = await database.open({ table: `racing_${round}` })
      expect(await raced.compareAndSet(keyOf('raced'), null, document)).toBe(true)
    }
  })

  it('needs no right to create if its schema exists', async () => {
    await database.run(
      'CREATE ROLE app LOGIN',
      'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
      'GRANT SELECT, INSERT, UPDATE, DELETE ON temporary_access_pass TO app',
    )
    const client = new pg.Client({ connectionString: Object.assign(new URL(database.url), { username: 'app' }).href })
    await client.connect()
    const modest = postgresStore({ client })
    await modest.createSchema()
    expect(await modest.compareAndSet(keyOf('modest'), null, document)).toBe(true)
    await expect(postgresStore({ client, table: 'missing' }).createSchema()).rejects.toThrow('permission denied')
    await client.end()
    await database.run('DROP OWNED BY app', 'DROP ROLE app')
  })

  it('ignores the transforms of postgres.js and the type parsers of pg', async () => {
    const seen = { ...postgresJs.camel, undefined: null }
    for (const transform of [seen, postgresJs.toCamel, postgresJs.pascal, postgresJs.kebab]) {
      const sql = postgresJs(database.url, {
        max: 2,
        fetch_types: false,
        transform: typeof transform === 'function' ? { column: transform } : transform,
        types: { bigint: postgresJs.BigInt },
      })
      const transformed = postgresStore({ client: sql })
      expect(await transformed.read([keyOf('ada'), keyOf('unknown')])).toEqual([document, undefined])
      expect((await transformed.scan({ kind: 'user', limit: 1 })).entries).toHaveLength(1)
      await sql.end()
    }
    const getTypeParser = (() => () => 'parsed') as unknown as typeof pg.types.getTypeParser
    const strange = (oid: number) => (oid === pg.types.builtins.TEXT ? String : getTypeParser(oid))
    const client = new pg.Client({
      connectionString: database.url,
      types: { getTypeParser: strange as typeof getTypeParser },
    })
    await client.connect()
    const parsed = postgresStore({ client })
    expect(await parsed.read([keyOf('ada')])).toEqual([document])
    expect(await parsed.compareAndSet(keyOf('ada'), 'other', null)).toBe(false)
    await client.end()
  })

  it('refuses text with half of a surrogate pair', async () => {
    await expect(store.read([keyOf('a\ud800')])).rejects.toThrow(RangeError)
    await expect(store.compareAndSet(keyOf('b'), null, { ...document, body: '"\ud800"' })).rejects.toThrow(RangeError)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses the limit %d', async (limit) => {
    await expect(store.sweep({ nowMs: 0, limit })).rejects.toThrow(RangeError)
    await expect(store.scan({ kind: 'user', limit })).rejects.toThrow(RangeError)
  })

  it('refuses a cursor that it did not return', async () => {
    await expect(store.scan({ kind: 'user', limit: 1, cursor: '["a"]' })).rejects.toThrow(RangeError)
  })

  it('rejects with the error of the server, and writes nothing', async () => {
    await expect((await database.open({ table: 'missing' })).read([keyOf('a')])).rejects.toThrow(
      'The table missing does not exist',
    )
    const client = await database.connect()
    await client.query('SET default_transaction_read_only = on')
    const readOnly = postgresStore({ client })
    await expect(readOnly.compareAndSet(keyOf('read-only'), null, document)).rejects.toThrow('may not write')
    await expect(readOnly.read([keyOf('read-only')])).rejects.toThrow('may not write')
    expect(await store.read([keyOf('read-only')])).toEqual([undefined])
  })

  it('stores the longest id in any script, and refuses a key that its index cannot hold', async () => {
    const [tenantId, id] = [chinese(512, 1), chinese(512, 2)]
    const longest = { tenantId: tenantId.slice(0, 350), kind: 'user', id }
    expect(await store.compareAndSet(longest, null, document)).toBe(true)
    expect(await store.read([longest])).toEqual([document])
    const both = { ...longest, tenantId }
    await expect(store.compareAndSet(both, null, document)).rejects.toMatchObject({
      outcome: 'notWritten',
      cause: { code: '54000' },
    })
    expect(await store.read([both])).toEqual([undefined])
  })

  it('returns true for a removal with no expected revision only if nothing is stored', async () => {
    expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(true)
    await store.compareAndSet(keyOf('nothing'), null, document)
    expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(false)
  })
})

describe('postgresStore', () => {
  const client: PgClient = { query: async () => ({ rows: [] }) }

  it.each(['', '1a', 'a b', 'a"b', 'a;b', 'é', 'public.passes', 'x'.repeat(51)])('refuses the name "%s"', (name) => {
    expect(() => postgresStore({ client, table: name })).toThrow(RangeError)
    expect(() => postgresStore({ client, schema: name })).toThrow('"schema" must be')
  })

  it.each([undefined, null, {}, 'postgres://localhost', { execute: () => {} }, { query: 'x' }])(
    'refuses a client of neither driver: %o',
    (other) => {
      expect(() => postgresStore({ client: other as never })).toThrow('"client" must be')
    },
  )
})

/** Returns characters of three bytes each, in an order that does not compress. */
function chinese(length: number, start: number): string {
  return Array.from({ length }, (_, index) =>
    String.fromCharCode(0x4e00 + ((start * 4_001 + index * 7_919) % 20_000)),
  ).join('')
}
