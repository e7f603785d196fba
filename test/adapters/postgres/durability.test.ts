import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { postgresDurabilityWarnings } from '../../../adapters/postgres/durability.js'
import type { PgStatement, StoreWarning } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { postgres, startPostgres } from '../../support/servers/postgres.js'
import type { StoreServer } from '../../support/servers/store-server.js'
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
