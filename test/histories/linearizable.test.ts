import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedKinds } from '../local-servers/index.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'
import type { StartedProcess } from '../support/processes.js'
import { startProcess } from '../support/processes.js'
import { rounds } from '../support/rounds.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { expectLinearizable } from './expect-linearizable.js'
import type { Faults } from './faults.js'
import { cutsAt, killAt, lossesAt } from './faults.js'
import type { History } from './history.js'
import { inChild, record } from './record.js'

/** The number of histories for each store, over all its faults. */
const histories = rounds(16)
const stepsOfEach = 8
const baseSeed = fc.readConfigureGlobal().seed ?? 1

for (const kind of installedKinds)
  describe(`calls for one pass are linearizable in ${kind.name}`, () => {
    const processes: StartedProcess[] = []
    let server: StoreServer
    let address: StoreAddress
    let proxy: TcpProxy | undefined

    beforeAll(async () => {
      server = await kind.start()
      address = await server.fresh()
      if (server.port !== undefined) proxy = await startTcpProxy(server.port)
      processes.push(startProcess(), startProcess())
    })
    afterAll(async () => {
      await Promise.all(processes.map(({ kill }) => kill()))
      await proxy?.close()
      await server?.stop()
    })

    /** Records and checks `count` histories. Returns all their operations. */
    async function checked(name: string, count: number, faultsOf: (seed: number) => Faults): Promise<History> {
      const all: History[] = []
      for (let index = 0; index < count; index += 1) {
        const seed = (baseSeed + index) >>> 0
        const { end, ...faults } = faultsOf(seed)
        const recording = record(processes.map(inChild), { ...faults, user: `${name}-${index}`, seed, stepsOfEach })
        const history = await recording.finally(end)
        expectLinearizable(history, seed)
        all.push(history)
      }
      return all.flat()
    }

    const isServer = kind.name !== 'SQLite'
    // The nodes of a cluster give clients their own ports: no proxy is in between.
    const isCuttable = isServer && kind.name !== 'Redis Cluster'
    // Redis clients repeat a script after a lost response. The second run may then fail because of the first.
    const isFalseLost = kind.name.startsWith('Redis')
    const ofCuts = isCuttable ? Math.floor(histories * 0.4) : 0
    const ofKills = isServer ? Math.ceil(histories * 0.06) : 0

    it('when writes and responses are lost', async () => {
      const operations = await checked('losses', histories - ofCuts - ofKills, () => lossesAt(address))
      // Without all these results the test proves little. Fewer histories may miss some of them: the long run decides.
      const kinds = new Set(operations.map(({ answer }) => (answer?.kind === 'refused' ? answer.reason : answer?.kind)))
      const everything = ['created', 'deleted', 'notFound', 'unlocked', 'signedIn', 'seen', 'explained']
      const refusals = ['wrongCode', 'oneTimeUsed', 'lockedOut', 'noPass']
      if (histories >= 100) expect([...kinds]).toEqual(expect.arrayContaining([...everything, ...refusals]))
      expect(operations.filter(({ lostAnswers }) => lostAnswers > 0).length).toBeGreaterThan(histories / 2)
    })

    if (isCuttable)
      it('when connections are cut', async () => {
        let struck = 0
        await checked('cuts', ofCuts, (seed) => {
          if (!proxy) throw new Error('There is no connection to cut')
          const faults = cutsAt(address, proxy, { seed, isFalseLost })
          const end = async (): Promise<void> => {
            struck += faults.struck()
            await faults.end()
          }
          return { ...faults, end }
        })
        expect(struck).toBeGreaterThan(ofCuts)
      })

    if (isServer)
      it('when the server is killed', async () => {
        const { kill, resume } = server
        // A server that was given by a URL must not be killed.
        if (!kill || !resume) return
        const operations = await checked('kills', ofKills, (seed) =>
          killAt(address, { kill, resume }, { step: 20 + (seed % 20), isFalseLost }),
        )
        expect(operations.length).toBeGreaterThan(ofKills * 40)
      })
  })
