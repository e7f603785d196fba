import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { postgresDurabilityWarnings } from '../../../adapters/postgres/durability.js'
import type { PgStatement, SqlStore, StoreWarning } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { openStore } from '../../local-servers/open-store.js'
import { postgres, startPostgres } from '../../local-servers/postgres.js'
import { administer } from '../../local-servers/postgres-cluster.js'
import { shareServer } from '../../local-servers/shared.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import { until } from '../../support/time-limits.js'
import { expectRecovery } from '../switch-over.js'
import type { TestDatabase } from './database.js'
import { document, keyOf, testDatabase } from './database.js'

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store', () => {
  let server: StoreServer
  let database: TestDatabase
  beforeAll(async () => {
    server = await startPostgres()
    database = await testDatabase(server)
  })
  afterAll(async () => {
    await database.dispose()
    await server.stop()
  })

  it('does not warn on a server with durable settings', async () => {
    const warnings: StoreWarning[] = []
    const store = await database.open({ onWarning: (warning) => warnings.push(warning) })
    await store.compareAndSet(keyOf('a'), null, document)
    expect(warnings).toEqual([])
  })

  it('warns once, at the first call, if its connection has synchronous_commit = off', async () => {
    const client = await database.connect()
    await client.query('SET synchronous_commit = off')
    const warnings: StoreWarning[] = []
    const store = postgresStore({ client, onWarning: (warning) => warnings.push(warning) })
    expect(warnings).toEqual([])
    await Promise.all([store.read([keyOf('a')]), store.read([keyOf('a')])])
    await store.scan({ kind: 'user', limit: 1 })
    const message = expect.stringMatching(/: synchronous_commit is off: .*; set it to on$/)
    expect(warnings).toEqual([{ setting: 'synchronous_commit', value: 'off', message }])
  })

  it('warns on the console by default', async () => {
    const client = await database.connect()
    await client.query('SET synchronous_commit = off')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await postgresStore({ client }).read([keyOf('a')])
    expect(warn.mock.calls).toEqual([[expect.stringContaining('synchronous_commit is off')]])
    warn.mockRestore()
  })

  // A server that was given by a URL must not become read-only.
  it.runIf(process.env['TAP_TEST_POSTGRES_URL'] === undefined).each([
    ['pg.Pool', 'read'],
    ['pg.Pool', 'write'],
    ['postgres.js', 'read'],
    ['postgres.js', 'write'],
  ] as const)('over %s gives up connections that became read-only, and recovers with a %s', async (driver, first) => {
    const other = await shareServer(postgres)
    onTestFinished(() => other.stop())
    const before = await server.fresh(driver)
    const after = { ...before, url: new URL(new URL(before.url).pathname, other.url).href }
    const name = new URL(before.url).pathname.slice(1)
    await administer(other.url ?? '', `CREATE DATABASE ${name}`)
    onTestFinished(async () => void (await administer(other.url ?? '', `DROP DATABASE ${name} WITH (FORCE)`)))
    const { store, close } = await openStore(after)
    await (store as SqlStore).createSchema()
    await close()
    onTestFinished(async () => setReadOnly('off'))
    await expectRecovery({ before, after, makeReadOnly: () => setReadOnly('on') }, first)
  })

  /** The server applies it to open sessions as well. */
  async function setReadOnly(value: 'on' | 'off'): Promise<void> {
    await administer(
      server.url ?? '',
      `ALTER SYSTEM SET default_transaction_read_only = ${value}`,
      'SELECT pg_reload_conf()',
    )
    await until(async () => {
      const [row] = await administer(server.url ?? '', 'SHOW default_transaction_read_only')
      return (row as { readonly default_transaction_read_only: string }).default_transaction_read_only === value
    })
  }

  it('reads the settings again after an error', async () => {
    const client = await database.connect()
    await client.query('SET synchronous_commit = off')
    const warnings: StoreWarning[] = []
    let fails = true
    const query = (statement: PgStatement | string) => {
      if (!fails) return client.query(statement as string)
      fails = false
      return Promise.reject(new Error('connection lost'))
    }
    const store = postgresStore({ client: { query }, onWarning: (warning) => warnings.push(warning) })
    await expect(store.read([keyOf('a')])).rejects.toThrow('connection lost')
    await store.read([keyOf('a')])
    expect(warnings).toHaveLength(1)
  })
})

describe('postgresDurabilityWarnings', () => {
  it.each([
    [['on', 'on', ''], []],
    [['on', 'remote_apply', '*'], []],
    [['on', 'local', ''], []],
    [['on', 'local', '*'], ['synchronous_commit']],
    [['on', 'off', '*'], ['synchronous_commit']],
    [['off', 'on', ''], ['fsync']],
    [
      ['off', 'off', ''],
      ['fsync', 'synchronous_commit'],
    ],
  ])('for fsync, synchronous_commit and synchronous_standby_names = %j returns %j', (settings, expected) => {
    expect(postgresDurabilityWarnings(settings).map(({ setting }) => setting)).toEqual(expected)
  })
})
