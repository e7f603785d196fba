import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PgStatement } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { postgres } from '../../support/servers/postgres.js'
import type { StoreServer } from '../../support/servers/store-server.js'
import type { TestDatabase } from './database.js'
import { counting, document, keyOf, testDatabase } from './database.js'

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store among others', () => {
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

  it('leaves a document that is just being renewed', async () => {
    const [store, sweeper, other] = [await database.open(), await database.open(), await database.connect()]
    await store.compareAndSet(keyOf('renewed'), null, document)
    await other.query('BEGIN')
    await other.query(`UPDATE temporary_access_pass SET retain_until_ms = 4e12, revision = 'r2' WHERE id = 'renewed'`)
    expect(await sweeper.sweep({ nowMs: document.retainUntilMs, limit: 10 })).toBe(0)
    await other.query('COMMIT')
    expect(await store.read([keyOf('renewed')])).toEqual([{ ...document, revision: 'r2', retainUntilMs: 4e12 }])
  })

  it('sweeps past what others hold without waiting for them', async () => {
    const [store, other] = [await database.open(), await database.connect()]
    for (const id of ['held', 'free']) await store.compareAndSet(keyOf(id), null, document)
    await other.query('BEGIN')
    await other.query(`SELECT FROM temporary_access_pass WHERE id = 'held' FOR UPDATE`)
    expect(await store.sweep({ nowMs: document.retainUntilMs, limit: 10 })).toBe(1)
    expect(await store.read([keyOf('held'), keyOf('free')])).toEqual([document, undefined])
    await other.query('ROLLBACK')
    expect(await store.sweep({ nowMs: document.retainUntilMs, limit: 10 })).toBe(1)
  })

  it('keeps every renewal of a thousand that raced with sweeps', async () => {
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

  it('goes by the clock of the server where the caller is ahead of it', async () => {
    const store = await database.open()
    const [row] = await database.run('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS ms')
    const inAnHour = Number((row as { readonly ms: string }).ms) + 3_600_000
    await store.compareAndSet(keyOf('ahead'), null, { ...document, retainUntilMs: inAnHour })
    expect(await store.sweep({ nowMs: inAnHour, limit: 10 })).toBe(0)
    expect(await store.sweep({ nowMs: 0, limit: 10 })).toBe(0)
  })

  it.each(['40001', '40P01', '55P03'])(
    'tries again what the server took back with %s, with a longer wait each time',
    async (code) => {
      const { client, asked } = counting(await database.connect())
      const waited: number[] = []
      let failures = 7
      const failing: typeof client = {
        query: (statement: PgStatement | string) => {
          failures -= 1
          if (failures >= 0) return Promise.reject(Object.assign(new Error('taken back'), { code }))
          return client.query(statement)
        },
      }
      const store = postgresStore({ client: failing, wait: async (ms) => void waited.push(ms) })
      expect(await store.compareAndSet(keyOf(`again ${code}`), null, document)).toBe(true)
      expect(waited).toEqual([1, 2, 4, 8, 16, 16, 16])
      expect(asked).toHaveLength(2)
    },
  )

  it('gives up after twenty tries with the error of the server', async () => {
    const waited: number[] = []
    const error = Object.assign(new Error('taken back'), { code: '40001' })
    const store = postgresStore({
      client: { query: () => Promise.reject(error) },
      wait: async (ms) => void waited.push(ms),
    })
    await expect(store.read([keyOf('a')])).rejects.toBe(error)
    expect(waited).toHaveLength(19)
  })

  it.each(['08006', '57P01', '25006', '23505', 'ECONNRESET', undefined])(
    'never repeats a write that failed with %s',
    async (code) => {
      let calls = 0
      const error = Object.assign(new Error('who knows'), { code })
      const { client } = counting(await database.connect())
      const store = postgresStore({
        client: {
          query: (statement: PgStatement | string) => {
            calls += 1
            return calls === 1 ? client.query(statement) : Promise.reject(error)
          },
        },
        wait: () => Promise.reject(new Error('waited')),
      })
      await expect(store.compareAndSet(keyOf('once'), null, document)).rejects.toBe(error)
      expect(calls).toBe(2)
    },
  )

  it('waits for the lock of a host that is not patient itself', async () => {
    const [holder, client] = [await database.connect(), await database.connect()]
    const store = await database.open()
    await store.compareAndSet(keyOf('locked'), null, document)
    await client.query(`SET lock_timeout = '20ms'`)
    await holder.query('BEGIN')
    await holder.query(`SELECT FROM temporary_access_pass WHERE id = 'locked' FOR UPDATE`)
    let waits = 0
    const wait = async () => {
      waits += 1
      if (waits === 2) await holder.query('COMMIT')
    }
    const patient = postgresStore({ client, wait })
    expect(await patient.compareAndSet(keyOf('locked'), 'r1', { ...document, revision: 'r2' })).toBe(true)
    expect(waits).toBe(2)
  })
})
