import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { mysqlDurabilityWarnings } from '../../../adapters/mysql/durability.js'
import type { SqlStore, StoreWarning } from '../../../adapters/mysql/index.js'
import { mysqlStore } from '../../../adapters/mysql/index.js'
import { administer, mariadb } from '../../local-servers/mariadb.js'
import { openStore } from '../../local-servers/open-store.js'
import { shareServer } from '../../local-servers/shared.js'
import { until } from '../../support/time-limits.js'
import { expectRecovery } from '../switch-over.js'
import { databaseOf, document, isInstalled, keyOf, serverForFile } from './on-server.js'

describe.runIf(isInstalled)('a MySQL store on MariaDB', () => {
  const server = serverForFile()
  const database = databaseOf(server)
  const set = (value: number) => database.query(`SET GLOBAL innodb_flush_log_at_trx_commit = ${value}`)
  afterEach(() => set(1))

  it('warns once, at its first call, if the server acknowledges writes before they are durable', async () => {
    await set(2)
    const warnings: StoreWarning[] = []
    const store = database.store({ onWarning: (warning) => warnings.push(warning) })
    expect(warnings).toEqual([])
    await Promise.all([store.scan({ kind: 'user', limit: 1 }), store.sweep({ nowMs: 0, limit: 1 })])
    expect(warnings).toMatchObject([{ setting: 'innodb_flush_log_at_trx_commit', value: '2' }])
    expect(warnings[0]?.message).toMatch(
      /^temporary-access-pass: innodb_flush_log_at_trx_commit is 2: .*; set it to 1$/,
    )
  })

  it('does not warn on a server with default settings', async () => {
    const warnings: StoreWarning[] = []
    await database.store({ onWarning: (warning) => warnings.push(warning) }).scan({ kind: 'user', limit: 1 })
    expect(warnings).toEqual([])
  })

  // A server that was given by a URL must not become read-only.
  const isOwn = process.env['TAP_TEST_MARIADB_URL'] === undefined

  describe.runIf(isOwn).each(mariadb.drivers)('over %s, when the server becomes read-only,', (driver) => {
    const database = databaseOf(server, driver)
    const asRoot = (...statements: readonly string[]) => administer(server().url ?? '', statements)
    afterEach(() => asRoot('SET GLOBAL read_only = 0', 'SET GLOBAL tx_read_only = 0'))

    const callsOf = (store: SqlStore) => [
      () => store.read([keyOf('kept')]),
      () => store.compareAndSet(keyOf('new'), null, document),
      () => store.compareAndSet(keyOf('kept'), 'r1', { ...document, revision: 'r2' }),
      () => store.compareAndSet(keyOf('kept'), 'r1', null),
      () => store.compareAndSet(keyOf('new'), null, null),
      () => store.sweep({ nowMs: document.retainUntilMs ?? 0, limit: 1 }),
      () => store.scan({ kind: 'user', limit: 1 }),
    ]

    it.each(['SET GLOBAL read_only = 1', 'SET GLOBAL tx_read_only = 1'])(
      'refuses every call after %s, for an administrator too',
      async (statement) => {
        await database.store().compareAndSet(keyOf('kept'), null, document)
        await asRoot(statement)
        const store = database.store()
        for (const call of callsOf(store)) {
          await expect(call()).rejects.toMatchObject({
            outcome: 'notWritten',
            message: expect.stringMatching(/read.only/i),
          })
        }
        await asRoot('SET GLOBAL read_only = 0', 'SET GLOBAL tx_read_only = 0')
        // A pool may have opened more connections meanwhile. Each of them fails one call.
        let documents: readonly unknown[] | undefined
        await until(async () => {
          documents = await store.read([keyOf('kept'), keyOf('new')]).catch(() => undefined)
          return documents !== undefined
        })
        expect(documents).toEqual([document, undefined])
      },
    )

    it('refuses every call of an account that the server refuses', async () => {
      const name = new URL((await server().fresh()).url).pathname.slice(1)
      const account = `app_${driver}`
      await asRoot(`CREATE USER ${account} IDENTIFIED BY 'app'`, `GRANT ALL ON ${name}.* TO ${account}`)
      const pool = database.pool({ options: { user: account, password: 'app', database: name } })
      const store = mysqlStore({ pool })
      await store.createSchema()
      await store.compareAndSet(keyOf('kept'), null, document)
      await asRoot('SET GLOBAL read_only = 1')
      for (const call of callsOf(store)) await expect(call()).rejects.toMatchObject({ outcome: 'notWritten' })
    })

    it.each(['read', 'write'] as const)('gives its connections up, and recovers with a %s', async (first) => {
      const other = await shareServer(mariadb)
      onTestFinished(() => other.stop())
      const before = await server().fresh(driver)
      const { pathname } = new URL(before.url)
      const after = { ...before, url: Object.assign(new URL(other.url ?? ''), { pathname }).href }
      await administer(other.url ?? '', [`CREATE DATABASE ${pathname.slice(1)}`])
      onTestFinished(() => administer(other.url ?? '', [`DROP DATABASE ${pathname.slice(1)}`]))
      const { store, close } = await openStore(after)
      await (store as SqlStore).createSchema()
      await close()
      await expectRecovery({ before, after, makeReadOnly: () => asRoot('SET GLOBAL read_only = 1') }, first)
    })
  })
})

describe('mysqlDurabilityWarnings', () => {
  const settings = (flush: unknown, hasLog: unknown, sync: unknown) =>
    mysqlDurabilityWarnings({ flush_log: flush, has_binary_log: hasLog, sync_binary_log: sync }).map(
      ({ setting }) => setting,
    )

  it.each([
    [1, 0, 0],
    [3, 0, 0],
    [1, 1, 1],
    ['1', '1', '1'],
    [1n, 0n, 0n],
  ])('returns nothing for flushed log = %s, binary log = %s, sync = %s', (flush, hasLog, sync) => {
    expect(settings(flush, hasLog, sync)).toEqual([])
  })

  it('warns of a log that is flushed after the commit', () => {
    expect([0, 2, '0', 2n].map((flush) => settings(flush, 0, 0))).toEqual(
      Array.from({ length: 4 }, () => ['innodb_flush_log_at_trx_commit']),
    )
  })

  it('warns of a binary log that is synced after the commit', () => {
    expect([settings(1, 1, 0), settings(1n, 1n, 100n), settings('2', '1', '0')]).toEqual([
      ['sync_binlog'],
      ['sync_binlog'],
      ['innodb_flush_log_at_trx_commit', 'sync_binlog'],
    ])
  })
})
