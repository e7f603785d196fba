import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeContract } from '../../../adapters/contract/index.js'
import type { CountArgument, RaceArgument, RaceWins } from '../../contract/race.js'
import { remoteStore } from '../../contract/remote-store.js'
import { openStore } from '../../local-servers/open-store.js'
import type { OpenedStore } from '../../local-servers/opened-store.js'
import { postgres } from '../../local-servers/postgres.js'
import { shareServer } from '../../local-servers/shared.js'
import type { StoreAddress } from '../../local-servers/store-address.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import type { StartedProcess } from '../../support/processes.js'
import { runTogether, startProcess } from '../../support/processes.js'

const module = new URL('../../contract/race.ts', import.meta.url)

describe.runIf(postgres.missing() === undefined)('one PostgreSQL database', () => {
  let server: StoreServer
  beforeAll(async () => {
    server = await shareServer(postgres)
  })
  afterAll(() => server.stop())

  describe.each(postgres.drivers)('shared by processes over %s', (driver) => {
    let address: StoreAddress
    let child: StartedProcess
    const opened: OpenedStore[] = []
    beforeAll(async () => {
      address = await server.fresh(driver)
      child = startProcess()
    })
    afterAll(async () => {
      await child.kill()
      await Promise.all(opened.map(({ close }) => close()))
    })
    const openHere = async () => {
      const here = await openStore(address)
      opened.push(here)
      return here.store
    }

    // The first client of a case runs in this process, and the second in the other.
    let clients = 0
    const open = async () => {
      clients += 1
      return clients % 2 === 1 ? openHere() : remoteStore(child, address)
    }
    for (const { name, run } of storeContract) it(name, () => run({ open }))

    it('has exactly one winner in every round of compare-and-set', async () => {
      const rounds = 25
      const tasks = [0, 1, 2].map((racer) => {
        const argument: RaceArgument = { address, racer, rounds, attempts: 5 }
        return { module, name: 'race', argument }
      })
      const results = (await runTogether(tasks)) as readonly RaceWins[]
      const winners = Array.from({ length: rounds }, (_, round) =>
        results.reduce((sum, wins) => sum + (wins[round] ?? 0), 0),
      )
      expect(winners).toEqual(Array.from({ length: rounds }, () => 1))
    })

    it('loses no acknowledged write', async () => {
      const increments = 40
      const tasks = [0, 1, 2].map((racer) => {
        const argument: CountArgument = { address, racer, increments }
        return { module, name: 'count', argument }
      })
      await runTogether(tasks)
      const store = await openHere()
      const [sum] = await store.read([{ tenantId: 'race', kind: 'race', id: 'sum' }])
      expect(sum?.body).toBe(String(tasks.length * increments))
    })
  })
})
