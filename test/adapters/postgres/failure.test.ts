import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresFailure } from '../../../adapters/postgres/failure.js'
import { storeOutcome } from '../../../src/ports/store-error.js'
import { postgres } from '../../local-servers/postgres.js'
import { shareServer } from '../../local-servers/shared.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import type { TestDatabase } from './database.js'
import { document, keyOf, testDatabase } from './database.js'

describe('an error of PostgreSQL', () => {
  it.each([
    ['contended', '40001', 'serialization failure'],
    ['contended', '40P01', 'deadlock'],
    ['contended', '55P03', 'lock timeout'],
    ['notWritten', '22001', 'text is too long'],
    ['notWritten', '22021', 'character that the encoding lacks'],
    ['notWritten', '25006', 'read-only transaction'],
    ['notWritten', '25P02', 'failed transaction'],
    ['notWritten', '42P01', 'missing table'],
    ['notWritten', '42501', 'missing right'],
    ['notWritten', '53100', 'full disk'],
    ['notWritten', '53300', 'too many connections'],
    ['notWritten', '54000', 'key is too long for the index'],
    ['unknown', '40003', 'statement completion unknown'],
    ['unknown', '25P03', 'idle transaction ended, with the connection'],
    ['unknown', '25P04', 'transaction timeout, possibly after the commit'],
    ['unknown', '08006', 'connection failure'],
    ['unknown', '57014', 'statement canceled'],
    ['unknown', '57P01', 'shutdown, possibly while a commit waits for its standby'],
    ['unknown', '58030', 'I/O error'],
    ['unknown', '23505', 'unique violation'],
    ['unknown', 'XX000', 'internal error'],
    ['unknown', 'EPIPE', 'broken pipe'],
    ['unknown', 'CONNECTION_CLOSED', 'closed connection'],
  ])('is %s: %s, %s', (outcome, code, message) => {
    expect(storeOutcome(postgresFailure(Object.assign(new Error(message), { code })))).toBe(outcome)
  })

  it.each([new Error('x'), 'x', null, undefined])('is thrown as it is without a code: %o', (error) => {
    expect(postgresFailure(error)).toBe(error)
  })
})

describe.runIf(postgres.missing() === undefined)('a PostgreSQL store that wrote nothing says so:', () => {
  let server: StoreServer
  let database: TestDatabase
  beforeAll(async () => {
    server = await shareServer(postgres)
    database = await testDatabase(server)
  })
  afterAll(async () => {
    await database.dispose()
    await server.stop()
  })

  it('the table is missing', async () => {
    const store = await database.open({ table: 'missing' })
    for (const call of [store.read([keyOf('a')]), store.compareAndSet(keyOf('a'), null, document)]) {
      await expect(call).rejects.toMatchObject({ outcome: 'notWritten', cause: { code: '42P01' } })
    }
  })

  it('the role may not write', async () => {
    const client = await database.connect()
    await database.run('CREATE ROLE reader', 'GRANT SELECT ON temporary_access_pass TO reader')
    try {
      await client.query('SET ROLE reader')
      const store = await database.open({ client })
      for (const call of [() => store.read([keyOf('a')]), () => store.compareAndSet(keyOf('a'), null, document)]) {
        await expect(call()).rejects.toMatchObject({ outcome: 'notWritten', cause: { code: '42501' } })
      }
      await client.query('RESET ROLE')
    } finally {
      await database.run('DROP OWNED BY reader', 'DROP ROLE reader')
    }
  })

  it('the session is read-only', async () => {
    const client = await database.connect()
    await client.query('SET default_transaction_read_only = on')
    const store = await database.open({ client })
    const calls = [
      () => store.read([keyOf('a')]),
      () => store.compareAndSet(keyOf('a'), null, document),
      () => store.compareAndSet(keyOf('a'), null, null),
      () => store.sweep({ nowMs: 0, limit: 1 }),
      () => store.scan({ kind: 'user', limit: 1 }),
      () => store.scan({ kind: 'user', tenantId: 'acme', limit: 1 }),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ outcome: 'notWritten', cause: { cause: { code: '25006' } } })
    }
  })

  it('the connection is inside a transaction of the host', async () => {
    const client = await database.connect()
    await client.query('BEGIN')
    await expect((await database.open({ client })).read([keyOf('a')])).rejects.toMatchObject({ outcome: 'notWritten' })
  })
})
