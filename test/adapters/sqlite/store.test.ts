import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryDirectory } from '../../../adapters/memory/index.js'
import type { SqlStore } from '../../../adapters/sqlite/index.js'
import { sqliteStore } from '../../../adapters/sqlite/index.js'
import { buildSqliteStore } from '../../../adapters/sqlite/store.js'
import { createTap } from '../../../src/index.js'
import { sqliteDrivers, sqliteFile } from '../../contract/sqlite-files.js'

const document = { revision: 'r1', body: '{"state":"usable"}', seal: 'c2VhbA', retainUntilMs: 1_700_000_000_000 }
const keys = [{ id: 'test', secret: new Uint8Array(32) }]
const keyOf = (id: string) => ({ tenantId: 'acme', kind: 'user', id })

describe.each([...sqliteDrivers()])('sqliteStore over %s', (_name, driver) => {
  const file = sqliteFile(driver)
  let store: SqlStore
  beforeAll(async () => {
    store = await file.open()
  })
  afterAll(() => file.dispose())

  it('writes rows that an operator can read', async () => {
    await store.compareAndSet(keyOf('ada'), null, document)
    const rows = file.connect().prepare(`SELECT *, typeof(retain_until_ms) AS type FROM temporary_access_pass`).all()
    const columns = { revision: 'r1', body: '{"state":"usable"}', seal: 'c2VhbA', retain_until_ms: 1_700_000_000_000 }
    expect(rows.map((row) => ({ ...(row as object) }))).toEqual([
      { kind: 'user', tenant_id: 'acme', id: 'ada', ...columns, type: 'integer' },
    ])
  })

  it('names the table and the cure in every error for a missing table', async () => {
    const absent = sqliteStore({ database: file.connect(), table: 'absent' })
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
    const tap = createTap({ store: absent, directory: memoryDirectory([{ id: 'ada', isEnabled: true }]), keys })
    await expect(tap.signIn({ user: 'ada', code: 'ABCD' })).rejects.toMatchObject({
      code: 'TAP_PORT_FAILED',
      message: expect.stringContaining('The table absent does not exist: call store.createSchema()'),
    })
  })

  it('sets pragmas that make each write durable before it is acknowledged', async () => {
    const database = file.connect()
    await sqliteStore({ database }).read([])
    const setting = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).all()[0] as object)[0]
    expect(['journal_mode', 'synchronous', 'busy_timeout', 'fullfsync'].map(setting)).toEqual(['wal', 2, 0, 1])
  })

  it('retries with growing delays while another connection holds the lock', async () => {
    const other = file.connect()
    other.exec('BEGIN IMMEDIATE')
    const delays: number[] = []
    const sleep = async (milliseconds: number) => {
      delays.push(milliseconds)
      if (delays.length === 7) other.exec('COMMIT')
    }
    const patient = buildSqliteStore({ database: file.connect() }, sleep)
    expect(await patient.compareAndSet(keyOf('patient'), null, document)).toBe(true)
    expect(delays).toEqual([1, 2, 4, 8, 16, 16, 16])
  })

  it('rejects with the error of the driver after 4.5 seconds, and writes nothing', async () => {
    const other = file.connect()
    other.exec('BEGIN IMMEDIATE')
    let sleptMs = 0
    const sleep = async (milliseconds: number) => {
      sleptMs += milliseconds
    }
    const impatient = buildSqliteStore({ database: file.connect() }, sleep)
    await expect(impatient.compareAndSet(keyOf('late'), null, document)).rejects.toThrow('database is locked')
    expect(sleptMs).toBeGreaterThan(4_400)
    expect(sleptMs).toBeLessThan(4_600)
    other.exec('COMMIT')
    expect(await store.read([keyOf('late')])).toEqual([undefined])
  })

  it('refuses every call inside a transaction, and works again after it', async () => {
    const database = file.connect()
    const inside = sqliteStore({ database })
    database.exec('BEGIN')
    const calls = [
      () => inside.read([keyOf('ada')]),
      () => inside.compareAndSet(keyOf('inside'), null, document),
      () => inside.sweep({ nowMs: 0, limit: 1 }),
      () => inside.scan({ kind: 'user', limit: 1 }),
      () => inside.createSchema(),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow('inside a transaction')
    database.exec('ROLLBACK')
    expect(await inside.compareAndSet(keyOf('inside'), null, document)).toBe(true)
  })

  it('refuses a transaction that begins while it waits for the lock', async () => {
    const [database, other] = [file.connect(), file.connect()]
    other.exec('BEGIN IMMEDIATE')
    const sleep = async () => {
      other.exec('COMMIT')
      database.exec('BEGIN')
    }
    const waiting = buildSqliteStore({ database }, sleep)
    await expect(waiting.compareAndSet(keyOf('waited'), null, document)).rejects.toThrow('inside a transaction')
  })

  it('separates the documents of two tables', async () => {
    const second = sqliteStore({ database: file.connect(), table: 'second_table' })
    await second.createSchema()
    expect(second.schema).toContain('CREATE TABLE IF NOT EXISTS "second_table"')
    await store.compareAndSet(keyOf('apart'), null, document)
    expect(await second.read([keyOf('apart')])).toEqual([undefined])
  })

  it('refuses text with half of a surrogate pair', async () => {
    await expect(store.read([keyOf('a\ud800')])).rejects.toThrow(RangeError)
    await expect(store.compareAndSet(keyOf('a\udfff'), null, document)).rejects.toThrow(RangeError)
    await expect(store.compareAndSet(keyOf('b'), null, { ...document, body: '"\ud800"' })).rejects.toThrow(RangeError)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses the limit %d', async (limit) => {
    await expect(store.sweep({ nowMs: 0, limit })).rejects.toThrow(RangeError)
    await expect(store.scan({ kind: 'user', limit })).rejects.toThrow(RangeError)
  })

  it.each(['', 'x', '{}', '[]', '["a"]', '["a",1]', '["a","b","c"]'])('refuses the cursor %s', async (cursor) => {
    await expect(store.scan({ kind: 'user', limit: 1, cursor })).rejects.toThrow(RangeError)
  })

  it('returns true for a removal with no expected revision only if nothing is stored', async () => {
    expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(true)
    await store.compareAndSet(keyOf('nothing'), null, document)
    expect(await store.compareAndSet(keyOf('nothing'), null, null)).toBe(false)
  })

  it('uses its index for a sweep', () => {
    const plan = file
      .connect()
      .prepare('EXPLAIN QUERY PLAN SELECT rowid FROM temporary_access_pass WHERE retain_until_ms <= 1 LIMIT 1')
      .all()
    expect(JSON.stringify(plan)).toContain('temporary_access_pass_retention')
  })
})

describe('sqliteStore', () => {
  it.each(['', '1a', 'a b', 'a"b', 'a;b', 'é', 'main.passes', 'x'.repeat(51)])(
    'refuses the table name "%s"',
    (table) => {
      expect(() => sqliteStore({ database: new Database(':memory:'), table })).toThrow(RangeError)
    },
  )

  it('refuses a driver that does not report transactions', () => {
    const { exec, prepare } = new Database(':memory:')
    expect(() => sqliteStore({ database: { exec, prepare } })).toThrow(TypeError)
  })

  it('rejects with the error of the driver as the cause', async () => {
    const read = sqliteStore({ database: new Database(':memory:') }).read([keyOf('ada')])
    await expect(read).rejects.toMatchObject({ cause: { message: 'no such table: temporary_access_pass' } })
  })

  it('works over a connection that returns integers as bigint', async () => {
    const database = new Database(':memory:')
    database.defaultSafeIntegers()
    const store = sqliteStore({ database })
    await store.createSchema()
    await store.compareAndSet(keyOf('big'), null, document)
    expect(await store.read([keyOf('big')])).toEqual([document])
    expect(await store.sweep({ nowMs: document.retainUntilMs, limit: 1 })).toBe(1)
  })
})
