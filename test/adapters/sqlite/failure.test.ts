import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sqliteFailure } from '../../../adapters/sqlite/failure.js'
import { sqliteStore } from '../../../adapters/sqlite/index.js'
import { buildSqliteStore } from '../../../adapters/sqlite/store.js'
import { storeOutcome } from '../../../src/ports/store-error.js'
import { sqliteDrivers, sqliteFile } from '../../contract/sqlite-files.js'

const key = { tenantId: 'acme', kind: 'user', id: 'ada' }
const document = { revision: 'r1', body: '{}', seal: 'c2VhbA', retainUntilMs: null }

describe('an error of SQLite', () => {
  it.each([
    ['contended', { code: 'SQLITE_BUSY' }],
    ['contended', { code: 'SQLITE_BUSY_SNAPSHOT' }],
    ['contended', { code: 'SQLITE_BUSY_RECOVERY' }],
    ['contended', { code: 'SQLITE_BUSY', errno: 5 }],
    ['contended', { code: 'ERR_SQLITE_ERROR', errcode: 5 }],
    ['contended', { code: 'ERR_SQLITE_ERROR', errcode: 517 }],
    ['notWritten', { code: 'SQLITE_READONLY' }],
    ['notWritten', { code: 'SQLITE_READONLY_DIRECTORY' }],
    ['notWritten', { code: 'ERR_SQLITE_ERROR', errcode: 8 }],
    ['notWritten', { code: 'ERR_SQLITE_ERROR', errcode: 1544 }],
    ['notWritten', { code: 'SQLITE_FULL' }],
    ['notWritten', { code: 'ERR_SQLITE_ERROR', errcode: 13 }],
    ['unknown', {}],
    ['unknown', { code: 'SQLITE_LOCKED' }],
    ['unknown', { code: 'SQLITE_BUSYBODY' }],
    ['unknown', { code: 'SQLITE_IOERR_FSYNC' }],
    ['unknown', { code: 'ERR_SQLITE_ERROR', errcode: 1 }],
    ['unknown', { code: 'ERR_SQLITE_ERROR', errcode: 1034 }],
    ['unknown', { code: 'SQLITE_CONSTRAINT' }],
  ])('is %s: %o', (outcome, properties) => {
    const error = Object.assign(new Error('failed'), properties)
    expect(storeOutcome(sqliteFailure(error))).toBe(outcome)
  })

  it.each(['SQLITE_BUSY', null, undefined])('is thrown as it is if it is no object: %o', (error) => {
    expect(sqliteFailure(error)).toBe(error)
  })
})

describe.each([...sqliteDrivers()])('sqliteStore over %s', (_name, driver) => {
  const filled = async () => {
    const file = sqliteFile(driver)
    onTestFinished(file.dispose)
    const store = await file.open()
    await store.compareAndSet(key, null, document)
    return file
  }
  const callsOf = (store: ReturnType<typeof sqliteStore>) => [
    () => store.read([key]),
    () => store.compareAndSet(key, null, null),
    () => store.compareAndSet({ ...key, id: 'new' }, null, document),
    () => store.compareAndSet(key, 'r1', null),
    () => store.sweep({ nowMs: 0, limit: 1 }),
    () => store.scan({ kind: 'user', limit: 1 }),
  ]

  it('refuses every call, also a read, on a connection that may not write, and says so', async () => {
    const file = await filled()
    const database = file.connect()
    database.exec('PRAGMA query_only = ON')
    const store = sqliteStore({ database })
    for (const call of callsOf(store)) {
      await expect(call()).rejects.toMatchObject({ name: 'StoreError', outcome: 'notWritten' })
    }
    database.exec('PRAGMA query_only = OFF')
    expect(await store.read([key])).toEqual([document])
  })

  it('writes nothing on a full disk, and says so', async () => {
    const file = await filled()
    const database = file.connect()
    const store = sqliteStore({ database })
    await store.read([key])
    // The file may have no page more than now: what a full disk means to SQLite.
    database.exec('PRAGMA max_page_count = 1')
    const long = { ...document, revision: 'r2', body: `"${'x'.repeat(100_000)}"` }
    await expect(store.compareAndSet(key, 'r1', long)).rejects.toMatchObject({ outcome: 'notWritten' })
    expect(await store.read([key])).toEqual([document])
  })

  it('says that a missing table is a definite refusal', async () => {
    const file = sqliteFile(driver)
    onTestFinished(file.dispose)
    const store = sqliteStore({ database: file.connect() })
    for (const call of callsOf(store)) {
      await expect(call()).rejects.toMatchObject({
        outcome: 'notWritten',
        message: /does not exist: call store.createSchema/,
      })
    }
  })

  it('says that a lock is contention after it has waited for it', async () => {
    const file = await filled()
    const other = file.connect()
    const store = buildSqliteStore({ database: file.connect() }, async () => {})
    await store.read([key])
    other.exec('BEGIN IMMEDIATE')
    await expect(store.compareAndSet(key, 'r1', null)).rejects.toMatchObject({ outcome: 'contended' })
    other.exec('ROLLBACK')
    expect(await store.read([key])).toEqual([document])
  })

  it('says that a transaction of the host is a definite refusal', async () => {
    const database = (await filled()).connect()
    database.exec('BEGIN')
    await expect(sqliteStore({ database }).read([key])).rejects.toMatchObject({ outcome: 'notWritten' })
  })
})

it('sqliteStore refuses every call on a file that is opened read-only', async () => {
  const file = sqliteFile()
  onTestFinished(file.dispose)
  await (await file.open()).compareAndSet(key, null, document)
  const database = new Database(file.path, { readonly: true })
  onTestFinished(() => void database.close())
  const store = sqliteStore({ database })
  await expect(store.read([key])).rejects.toMatchObject({ outcome: 'notWritten', cause: { code: 'SQLITE_READONLY' } })
})
