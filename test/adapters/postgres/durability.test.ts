import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { durabilityWarnings } from '../../../adapters/postgres/durability.js'
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

  it('warns of nothing on a server that writes before it answers', async () => {
    const warnings: StoreWarning[] = []
    const store = await database.open({ onWarning: (warning) => warnings.push(warning) })
    await store.compareAndSet(keyOf('a'), null, document)
    expect(warnings).toEqual([])
  })

  it('warns once, at its first call, of synchronous_commit = off where its own connection has it', async () => {
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

  it('warns on the console unless it is told otherwise', async () => {
    const client = await database.connect()
    await client.query('SET synchronous_commit = off')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await postgresStore({ client }).read([keyOf('a')])
    expect(warn.mock.calls).toEqual([[expect.stringContaining('synchronous_commit is off')]])
    warn.mockRestore()
  })

  it('asks again when it could not be told', async () => {
    const client = await database.connect()
    await client.query('SET synchronous_commit = off')
    const warnings: StoreWarning[] = []
    let fails = true
    const query = (statement: PgStatement | string) => {
      if (!fails) return client.query(statement as string)
      fails = false
      return Promise.reject(new Error('gone'))
    }
    const store = postgresStore({ client: { query }, onWarning: (warning) => warnings.push(warning) })
    await expect(store.read([keyOf('a')])).rejects.toThrow('gone')
    await store.read([keyOf('a')])
    expect(warnings).toHaveLength(1)
  })
})

describe('durabilityWarnings', () => {
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
  ])('of fsync, synchronous_commit and synchronous_standby_names %j names %j', (settings, named) => {
    expect(durabilityWarnings(settings).map(({ setting }) => setting)).toEqual(named)
  })
})
