import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { storeContract } from '../../../adapters/contract/index.js'
import type { CountArgument, RaceArgument, RaceWins } from '../../contract/race.js'
import { remoteStore } from '../../contract/remote-store.js'
import type { SqliteFile } from '../../contract/sqlite-files.js'
import { sqliteFile } from '../../contract/sqlite-files.js'
import type { StoreAddress } from '../../local-servers/store-address.js'
import { runTogether, startProcess } from '../../support/processes.js'

const module = new URL('../../contract/race.ts', import.meta.url)
const addressOf = ({ path }: SqliteFile): StoreAddress => ({ driver: 'better-sqlite3', url: path })

describe.each([2, 8])('%i processes on one SQLite file', (processes) => {
  let file: SqliteFile | undefined
  afterEach(() => file?.dispose())

  it('have exactly one winner in every round of compare-and-set', async () => {
    file = sqliteFile()
    const rounds = 25
    const address = addressOf(file)
    const tasks = Array.from({ length: processes }, (_, racer) => {
      const argument: RaceArgument = { address, racer, rounds, attempts: 3 }
      return { module, name: 'race', argument }
    })
    const results = (await runTogether(tasks)) as readonly RaceWins[]
    const winners = Array.from({ length: rounds }, (_, round) =>
      results.reduce((sum, wins) => sum + (wins[round] ?? 0), 0),
    )
    expect(winners).toEqual(Array.from({ length: rounds }, () => 1))
  })

  it('lose no acknowledged write', async () => {
    file = sqliteFile()
    const address = addressOf(file)
    const increments = 40
    const tasks = Array.from({ length: processes }, (_, racer) => {
      const argument: CountArgument = { address, racer, increments }
      return { module, name: 'count', argument }
    })
    await runTogether(tasks)
    const store = await file.open()
    const [sum] = await store.read([{ tenantId: 'race', kind: 'race', id: 'sum' }])
    expect(sum?.body).toBe(String(processes * increments))
  })
})

describe('a SQLite file shared by two processes', () => {
  const file = sqliteFile()
  const child = startProcess()
  let clients = 0
  afterAll(async () => {
    await child.kill()
    file.dispose()
  })

  // The first client of a case runs in this process, and the second in the other.
  const open = async () => {
    clients += 1
    return clients % 2 === 1 ? file.open() : remoteStore(child, addressOf(file))
  }
  for (const { name, run } of storeContract) it(name, () => run({ open }))
})
