import { describe, expect, it } from 'vitest'
import { mysqlStore } from '../../../adapters/mysql/index.js'
import type { SqlStore } from '../../../adapters/sql/sql-store.js'
import type { OpenPool, PoolSettings } from '../../local-servers/open-mysql.js'
import type { DriverName } from '../../local-servers/store-address.js'
import { databaseOf, document, isInstalled, serverForFile } from './on-server.js'

// Every option that changes how a driver sends parameters or returns rows.
const options: Readonly<Partial<Record<DriverName, readonly object[]>>> = {
  mysql2: [
    { rowsAsArray: true },
    { nestTables: true },
    { nestTables: '_' },
    { typeCast: () => 'cast' },
    { typeCast: false },
    { namedPlaceholders: true },
    { supportBigNumbers: true, bigNumberStrings: true },
    { decimalNumbers: true },
    { multipleStatements: true },
    { charset: 'utf8mb4_bin' },
    { timezone: '+05:00', dateStrings: true },
    { flags: '-FOUND_ROWS' },
    { disableEval: true },
    { maxPreparedStatements: 1 },
    { compress: true },
  ],
  mariadb: [
    { rowsAsArray: true },
    { nestTables: true },
    { nestTables: '_' },
    { metaAsArray: true },
    { typeCast: () => 'cast' },
    { namedPlaceholders: true },
    { bigIntAsNumber: true, insertIdAsNumber: true, decimalAsNumber: true, checkNumberRange: true },
    { supportBigNumbers: true, bigNumberStrings: true },
    { multipleStatements: true },
    { collation: 'utf8mb4_bin' },
    { timezone: '+05:00', dateStrings: true },
    { foundRows: false },
    { pipelining: false, prepareCacheLength: 0 },
    { compress: true },
    { noControlAfterUse: true },
  ],
}

const sessions: readonly string[] = [
  ...[
    '',
    'ANSI_QUOTES',
    'NO_BACKSLASH_ESCAPES',
    'PIPES_AS_CONCAT',
    'NO_UNSIGNED_SUBTRACTION',
    'PAD_CHAR_TO_FULL_LENGTH',
    'EMPTY_STRING_IS_NULL',
    'TRADITIONAL',
    'ANSI',
    'ORACLE',
    'MSSQL',
    'IGNORE_SPACE,HIGH_NOT_PRECEDENCE,ONLY_FULL_GROUP_BY',
  ].map((mode) => `SET sql_mode = '${mode}'`),
  'SET collation_connection = utf8mb4_general_ci',
  'SET character_set_results = NULL',
  "SET time_zone = '+12:00'",
  'SET sql_safe_updates = 1',
  'SET unique_checks = 0',
  'SET completion_type = 1',
  'SET default_storage_engine = MyISAM',
]

describe.runIf(isInstalled)('a MySQL store works with every setting of its host', () => {
  const server = serverForFile()

  describe.each(['mysql2', 'mariadb'] as const)('over %s', (driver) => {
    const database = databaseOf(server, driver)
    const hosts: readonly (readonly [string, PoolSettings])[] = [
      ...(options[driver] ?? []).map((option) => [nameOf(option), { options: option }] as const),
      ...sessions.map((sql) => [sql, { session: [sql] }] as const),
    ]

    it.each(hosts)('%s', async (name, settings) => {
      await useStore(database.store({ table: 'per_host' }, settings), name)
    })

    it('all session settings at once, with an InnoDB table', async () => {
      const safe = sessions.filter((sql) => !sql.includes('sql_mode'))
      const store = database.store({ table: 'first_use' }, { session: safe })
      await useStore(store, 'all')
      const [row] = await database.query(
        "SELECT ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'first_use'",
      )
      expect(row).toMatchObject({ engine: 'InnoDB' })
    })
  })
})

/** Creates, replaces, scans and removes a document with texts that a driver or server could change. */
async function useStore(store: SqlStore, name: string): Promise<void> {
  const key = { kind: 'user', tenantId: 'ténant €🔑\\', id: `\0'"\`?${name}` }
  const near = { ...key, id: `${key.id} ` }
  const first = { ...document, body: '{"name":"Zoë \\\\ \'€🔑\'"}', retainUntilMs: 1_700_000_000_123 }
  const second = { ...first, revision: 'r2', retainUntilMs: null }
  await store.createSchema()
  expect(await store.compareAndSet(key, null, first)).toBe(true)
  expect(await store.compareAndSet(key, null, second)).toBe(false)
  expect(await store.read([near, key])).toEqual([undefined, first])
  expect(await store.compareAndSet(key, 'r1 ', second)).toBe(false)
  expect(await store.compareAndSet(key, 'r1', second)).toBe(true)
  expect(await store.compareAndSet(near, null, first)).toBe(true)
  const { entries } = await store.scan({ kind: 'user', tenantId: key.tenantId, limit: 10 })
  expect(entries).toHaveLength(2)
  expect(entries).toEqual(
    expect.arrayContaining([
      { key, document: second },
      { key: near, document: first },
    ]),
  )
  expect(await store.sweep({ nowMs: 1_700_000_000_123, limit: 10 })).toBe(1)
  expect(await store.compareAndSet(key, 'r2', null)).toBe(true)
  expect(await store.read([key, near])).toEqual([undefined, undefined])
}

function nameOf(option: object): string {
  return Object.entries(option)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')
}

describe.runIf(isInstalled)('a MySQL store refuses every call', () => {
  const server = serverForFile()
  const database = databaseOf(server)

  describe.each(['mysql2', 'mariadb'] as const)('over %s', (driver) => {
    const database = databaseOf(server, driver)

    it.each([
      'SET autocommit = 0',
      'SET NAMES latin1',
      'SET NAMES utf8mb3',
      'SET character_set_client = latin1',
      'SET character_set_connection = latin1',
      'SET character_set_results = latin1',
    ])('after %s', async (sql) => {
      const store = database.store({}, { session: [sql] })
      await everyCallRefuses(store)
      expect(await database.store().read([inside])).toEqual([undefined])
    })

    it('in a transaction left open on a connection, and works again after it', async () => {
      // Without this option, mariadb rolls back an open transaction when a connection is released.
      const pool = database.pool({
        options: { connectionLimit: 1, ...(driver === 'mariadb' && { noControlAfterUse: true }) },
      })
      const begin = async (sql: string) => {
        const connection = await pool.getConnection()
        await connection.query(sql)
        await connection.release()
      }
      const store = mysqlStore({ pool })
      await begin('BEGIN')
      await everyCallRefuses(store)
      await begin('ROLLBACK')
      expect(await store.read([inside])).toEqual([undefined])
      expect(await store.compareAndSet(inside, null, document)).toBe(true)
      expect(await store.compareAndSet(inside, 'r1', null)).toBe(true)
    })
  })

  // Removes the comment that only MariaDB executes, as MySQL ignores it.
  const asMysql = (pool: OpenPool) =>
    mysqlStore({
      pool: {
        getConnection: () => pool.getConnection(),
        execute: ({ sql, ...rest }, values) =>
          pool.execute({ ...rest, sql: sql.replace(/\/\*M!.*?\*\//g, '') }, values),
      },
    })

  it('without autocommit on MySQL, which has no @@in_transaction', async () => {
    await everyCallRefuses(asMysql(database.pool({ session: ['SET autocommit = 0'] })))
  })

  it('that writes in a transaction left open on MySQL', async () => {
    const pool = database.pool({ options: { connectionLimit: 1 } })
    const connection = await pool.getConnection()
    await connection.query('BEGIN')
    await connection.release()
    const store = asMysql(pool)
    await expect(store.compareAndSet(inside, null, document)).rejects.toThrow('outside transactions')
  })
})

const inside = { kind: 'user', tenantId: 'acme', id: 'inside' }

async function everyCallRefuses(store: SqlStore): Promise<void> {
  const calls = [
    () => store.read([inside]),
    () => store.compareAndSet(inside, null, document),
    () => store.compareAndSet(inside, 'r1', { ...document, revision: 'r2' }),
    () => store.compareAndSet(inside, 'r1', null),
    () => store.compareAndSet(inside, null, null),
    () => store.sweep({ nowMs: 0, limit: 1 }),
    () => store.scan({ kind: 'user', limit: 1 }),
  ]
  for (const call of calls) await expect(call()).rejects.toThrow('outside transactions')
}
