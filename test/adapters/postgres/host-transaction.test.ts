import pg from 'pg'
import postgresJs from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PgClient, PostgresJsClient, SqlStore } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { postgres } from '../../local-servers/postgres.js'
import type { StoreServer } from '../../local-servers/store-server.js'

const document = { revision: 'r1', body: '{}', seal: 'c2VhbA', retainUntilMs: 1 }
const keyOf = (id: string) => ({ tenantId: 'acme', kind: 'user', id })
const refusal = 'inside a transaction'

/** Every method. Outside a transaction, each call would return or write something. */
const callsOf = (store: SqlStore, id: string): readonly (() => Promise<unknown>)[] => [
  () => store.read([keyOf(id)]),
  () => store.compareAndSet(keyOf(id), null, document),
  () => store.compareAndSet(keyOf('stored'), 'r1', { ...document, revision: 'r2' }),
  () => store.compareAndSet(keyOf('stored'), 'r1', null),
  () => store.compareAndSet(keyOf(id), null, null),
  () => store.sweep({ nowMs: 1, limit: 10 }),
  () => store.scan({ kind: 'user', limit: 1 }),
  () => store.scan({ kind: 'nothing', tenantId: 'unknown', limit: 1 }),
  () => store.createSchema(),
]

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store inside a transaction of its connection', () => {
  let server: StoreServer
  let url: string
  let outside: SqlStore
  const ends: (() => Promise<unknown>)[] = []

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    ends.push(() => client.end())
    return client
  }
  const sqlOf = (max: number) => {
    const sql = postgresJs(url, { max, onnotice: () => {} })
    ends.push(() => sql.end({ timeout: 0 }))
    return sql
  }
  const storeOver = (client: PgClient | PostgresJsClient) => postgresStore({ client })

  beforeAll(async () => {
    server = await postgres.start()
    ;({ url } = await server.fresh())
    outside = storeOver(await connect())
    await outside.compareAndSet(keyOf('stored'), null, document)
  })
  afterAll(async () => {
    for (const end of ends) await end()
    await server.stop()
  })

  async function expectRefusals(store: SqlStore, id: string): Promise<void> {
    for (const call of callsOf(store, id)) await expect(call()).rejects.toThrow(refusal)
  }
  async function expectUntouched(id: string): Promise<void> {
    expect(await outside.read([keyOf(id), keyOf('stored')])).toEqual([undefined, document])
  }

  it.each(['its first calls', 'later calls'])('refuses %s over a Client of pg', async (which) => {
    const client = await connect()
    const store = storeOver(client)
    if (which === 'later calls') await warmUp(store)
    await client.query('BEGIN')
    await expectRefusals(store, which)
    await client.query('SAVEPOINT here')
    await expectRefusals(store, which)
    await client.query('COMMIT')
    await expectUntouched(which)
    expect(await store.compareAndSet(keyOf(which), null, document)).toBe(true)
  })

  it.each(['its first calls', 'later calls'])('refuses %s over a reserved connection of postgres.js', async (which) => {
    const sql = await sqlOf(1).reserve()
    const store = storeOver(sql)
    if (which === 'later calls') await warmUp(store)
    // postgres.js prepares a template under a name, so BEGIN has the time of the transaction.
    await sql`BEGIN`
    await expectRefusals(store, `reserved: ${which}`)
    await sql`SAVEPOINT here`
    await expectRefusals(store, `reserved: ${which}`)
    await sql`COMMIT`
    await expectUntouched(`reserved: ${which}`)
    expect(await store.compareAndSet(keyOf(`reserved: ${which}`), null, document)).toBe(true)
    sql.release()
  })

  it('refuses every call over the sql of a postgres.js transaction', async () => {
    const sql = sqlOf(2)
    await sql.begin(async (inside) => {
      await expectRefusals(storeOver(inside), 'begin')
      await inside.savepoint((deeper) => expectRefusals(storeOver(deeper), 'begin'))
    })
    await expectUntouched('begin')
  })

  it('refuses every call over a pool with a connection released inside a transaction', async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    ends.push(() => pool.end())
    const careless = await pool.connect()
    await careless.query('BEGIN')
    careless.release()
    await expectRefusals(storeOver(pool), 'released')
    await pool.query('COMMIT')
    await expectUntouched('released')
  })

  it.each(['pg', 'postgres.js'])(
    'detects a BEGIN sent together with the call, a thousand times, over %s',
    async (driver) => {
      const client = await connect()
      const sql = sqlOf(1)
      const [store, begin, commit] =
        driver === 'pg'
          ? [storeOver(client), () => client.query('BEGIN'), () => client.query('COMMIT')]
          : [storeOver(sql), () => sql.unsafe('BEGIN').execute(), () => sql.unsafe('COMMIT').execute()]
      await warmUp(store)
      let refused = 0
      for (let round = 0; round < 1_000; round += 1) {
        const begun = begin()
        const written = store.compareAndSet(keyOf(`together ${driver}`), null, document)
        await begun
        await written.catch((error: Error) => {
          if (error.message.includes(refusal)) refused += 1
        })
        await commit()
      }
      expect(refused).toBe(1_000)
      await expectUntouched(`together ${driver}`)
    },
  )

  it('accepts calls outside transactions, a thousand times', async () => {
    const store = storeOver(await connect())
    for (let round = 0; round < 1_000; round += 1) await store.read([keyOf('stored')])
  })

  it('rejects with the error of the server in a failed transaction', async () => {
    const client = await connect()
    const store = storeOver(client)
    await warmUp(store)
    await client.query('BEGIN')
    await expect(client.query('SELECT 1/0')).rejects.toThrow('division by zero')
    await expect(store.read([keyOf('stored')])).rejects.toThrow('current transaction is aborted')
    await client.query('ROLLBACK')
    expect(await store.read([keyOf('stored')])).toEqual([document])
  })

  it('refuses a postgres.js client that does not prepare statements', () => {
    expect(() => storeOver(postgresJs(url, { prepare: false }))).toThrow(TypeError)
  })
})

/** Prepares every statement, outside transactions. */
async function warmUp(store: SqlStore): Promise<void> {
  const key = keyOf('warm')
  await store.createSchema()
  await store.compareAndSet(key, null, { ...document, retainUntilMs: null })
  await store.compareAndSet(key, 'r1', { ...document, retainUntilMs: null, revision: 'r2' })
  await store.compareAndSet(key, 'r2', null)
  await store.read([key])
  await store.sweep({ nowMs: 0, limit: 1 })
  await store.scan({ kind: 'warm', limit: 1 })
  await store.scan({ kind: 'warm', tenantId: 'warm', limit: 1 })
}
