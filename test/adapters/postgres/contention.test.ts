import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PgStatement } from '../../../adapters/postgres/index.js'
import { buildPostgresStore } from '../../../adapters/postgres/store.js'
import { postgres } from '../../local-servers/postgres.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import type { TestDatabase } from './database.js'
import { document, keyOf, recordQueries, testDatabase } from './database.js'

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store with concurrent transactions', () => {
  let server: StoreServer
  let database: TestDatabase
  beforeAll(async () => {
    server = await postgres.start()
    database = await testDatabase(server)
  })
  afterAll(async () => {
    await database.dispose()
    await server.stop()
  })

  it('does not sweep a document that is being renewed', async () => {
    const [store, sweeper, other] = [await database.open(), await database.open(), await database.connect()]
    await store.compareAndSet(keyOf('renewed'), null, document)
    await other.query('BEGIN')
    await other.query(`UPDATE temporary_access_pass SET retain_until_ms = 4e12, revision = 'r2' WHERE id = 'renewed'`)
    expect(await sweeper.sweep({ nowMs: document.retainUntilMs, limit: 10 })).toBe(0)
    await other.query('COMMIT')
    expect(await store.read([keyOf('renewed')])).toEqual([{ ...document, revision: 'r2', retainUntilMs: 4e12 }])
  })

  it('sweeps around locked rows without waiting for their locks', async () => {
    const [store, other] = [await database.open(), await database.connect()]
    for (const id of ['locked', 'free']) await store.compareAndSet(keyOf(id), null, document)
    await other.query('BEGIN')
    await other.query(`SELECT FROM temporary_access_pass WHERE id = 'locked' FOR UPDATE`)
    expect(await store.sweep({ nowMs: document.retainUntilMs, limit: 10 })).toBe(1)
    expect(await store.read([keyOf('locked'), keyOf('free')])).toEqual([document, undefined])
    await other.query('ROLLBACK')
    expect(await store.sweep({ nowMs: document.retainUntilMs, limit: 10 })).toBe(1)
  })

  it('loses no renewal in a thousand races with a sweep', async () => {
    const [store, sweeper] = [await database.open(), await database.open()]
    const renewed = { ...document, revision: 'r2', retainUntilMs: 4e12 }
    let kept = 0
    for (let round = 0; round < 100; round += 1) {
      const keys = Array.from({ length: 10 }, (_, index) => keyOf(`race-${round}-${index}`))
      for (const key of keys) await store.compareAndSet(key, null, document)
      const [written] = await Promise.all([
        Promise.all(keys.map((key) => store.compareAndSet(key, 'r1', renewed))),
        sweeper.sweep({ nowMs: document.retainUntilMs, limit: 10 }),
      ])
      const expected = written.map((isWritten) => (isWritten ? renewed : undefined))
      expect(await store.read(keys)).toEqual(expected)
      kept += written.filter((isWritten) => isWritten).length
    }
    expect(kept).toBeGreaterThan(0)
  })

  it('sweeps by the clock of the server if the clock of the caller is ahead', async () => {
    const store = await database.open()
    const [row] = await database.run('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS ms')
    const inAnHour = Number((row as { readonly ms: string }).ms) + 3_600_000
    await store.compareAndSet(keyOf('ahead'), null, { ...document, retainUntilMs: inAnHour })
    expect(await store.sweep({ nowMs: inAnHour, limit: 10 })).toBe(0)
    expect(await store.sweep({ nowMs: 0, limit: 10 })).toBe(0)
  })

  it.each(['40001', '40P01', '55P03'])('repeats a statement after error %s, with growing delays', async (code) => {
    const { client, queries } = recordQueries(await database.connect())
    const delays: number[] = []
    let failures = 7
    const failing: typeof client = {
      query: (statement: PgStatement | string) => {
        failures -= 1
        if (failures >= 0) return Promise.reject(Object.assign(new Error('rolled back'), { code }))
        return client.query(statement)
      },
    }
    const store = buildPostgresStore({ client: failing }, async (ms) => void delays.push(ms))
    expect(await store.compareAndSet(keyOf(`again ${code}`), null, document)).toBe(true)
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64])
    expect(queries).toHaveLength(2)
  })

  it('stops after 4.5 seconds of delays, and rejects with contention', async () => {
    const delays: number[] = []
    const error = Object.assign(new Error('rolled back'), { code: '40001' })
    const client = { query: () => Promise.reject(error) }
    const store = buildPostgresStore({ client }, async (ms) => void delays.push(ms))
    await expect(store.read([keyOf('a')])).rejects.toMatchObject({ outcome: 'contended', cause: error })
    expect(delays.reduce((sum, delay) => sum + delay)).toBeGreaterThan(4_250)
    expect(delays.reduce((sum, delay) => sum + delay)).toBeLessThanOrEqual(4_500)
    expect(delays.length).toBeLessThan(30)
  })

  it.each(['08006', '57P01', '25P04', '40003', '23505', 'ECONNRESET', undefined])(
    'never repeats a write after error %s',
    async (code) => {
      let calls = 0
      const error = Object.assign(new Error('failed'), { code })
      const client = await database.connect()
      const failing = {
        query: (statement: PgStatement | string) => {
          calls += 1
          return calls === 1 ? client.query(statement as string) : Promise.reject(error)
        },
      }
      const store = buildPostgresStore({ client: failing }, () => Promise.reject(new Error('repeated')))
      await expect(store.compareAndSet(keyOf('once'), null, document)).rejects.toBe(error)
      expect(calls).toBe(2)
    },
  )

  it('repeats a statement if the lock_timeout of the host expires', async () => {
    const [holder, client] = [await database.connect(), await database.connect()]
    const store = await database.open()
    await store.compareAndSet(keyOf('waited'), null, document)
    await client.query(`SET lock_timeout = '20ms'`)
    await holder.query('BEGIN')
    await holder.query(`SELECT FROM temporary_access_pass WHERE id = 'waited' FOR UPDATE`)
    let sleeps = 0
    const sleep = async () => {
      sleeps += 1
      if (sleeps === 2) await holder.query('COMMIT')
    }
    const patient = buildPostgresStore({ client }, sleep)
    expect(await patient.compareAndSet(keyOf('waited'), 'r1', { ...document, revision: 'r2' })).toBe(true)
    expect(sleeps).toBe(2)
  })
})
