import { afterEach, describe, expect, it } from 'vitest'
import { mysqlDurabilityWarnings } from '../../../adapters/mysql/durability.js'
import type { StoreWarning } from '../../../adapters/mysql/index.js'
import { databaseOf, isInstalled, serverForFile } from './on-server.js'

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
