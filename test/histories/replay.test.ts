import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresStore } from '../../adapters/postgres/index.js'
import { openPostgres } from '../local-servers/open-postgres.js'
import { openStore } from '../local-servers/open-store.js'
import { interceptionOf } from '../mutants/mutation.js'
import { openMutated } from '../mutants/open-mutated.js'
import { redisMutations } from '../mutants/redis.js'
import { sqlMutations } from '../mutants/sql.js'
import type { Trace } from '../simulation/replay/draw-trace.js'
import { drawTrace } from '../simulation/replay/draw-trace.js'
import { ImpossibleAnswer } from '../simulation/replay/judge.js'
import { lyingStores } from '../simulation/replay/lying-stores.js'
import type { OpenStore } from '../simulation/replay/real-process.js'
import type { RealServer, RealServerKind } from '../simulation/replay/real-servers.js'
import { realServerKinds } from '../simulation/replay/real-servers.js'
import { replayTrace } from '../simulation/replay/replay-trace.js'
import type { StoreEvent } from '../simulation/store-trace.js'
import { rounds, roundsFactor } from '../support/rounds.js'

/** 200 for each kind of server in the long run. */
const traces = roundsFactor() > 1 ? rounds(20) : 2
const baseSeed = fc.readConfigureGlobal().seed ?? 1
/** A lie that no trace of so many uncovers goes unnoticed. */
const maxTracesOfALie = 50

for (const kind of realServerKinds) {
  describe(`simulated runs on ${kind.name}`, () => {
    const server = startedServer(kind)

    it('get only answers that the model of a store allows', async () => {
      const sum = { calls: 0, written: 0, struck: 0, failovers: 0, agreed: 0, disagreed: 0 }
      for (let index = 0; index < traces; index += 1) {
        const trace = await drawTrace((baseSeed + index) >>> 0)
        const replayed = await replayTrace(trace, await server().fresh(driverOf(kind, trace)))
        for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += replayed[name]
      }
      expect(sum.calls).toBeGreaterThan(traces * 20)
      // Without all this the test proves little. A few traces may miss some of it: the long run decides.
      if (traces < 100) return
      expect(sum.written).toBeGreaterThan(traces * 20)
      expect(sum.struck).toBeGreaterThan(traces)
      if (kind.hasStandby) expect(sum.failovers).toBeGreaterThan(traces / 10)
      // The replay goes the way of the simulation.
      expect(sum.agreed).toBeGreaterThan(sum.disagreed * 4)
    })

    const [first] = kind.drivers
    const open = first && openMutated[first]
    if (open)
      it('uncover a missing check of the revision', async () => {
        const mutations = kind.name === 'Redis' ? redisMutations : sqlMutations
        const [mutation] = mutations.filter(({ caughtBy }) => caughtBy.startsWith('replaces a document only if'))
        await expectUncovered(server(), kind, (address) => open(address, interceptionOf(mutation ?? {})))
      })
  })
}

const anyKind = realServerKinds.findLast(({ hasStandby }) => !hasStandby)

describe.runIf(anyKind)('a replayed run uncovers a store that', () => {
  const kind = anyKind as RealServerKind
  const server = startedServer(kind)

  it.each(lyingStores)('$lie', async ({ tell }) => {
    await expectUncovered(server(), kind, async (address) => {
      const { store, close } = await openStore(address)
      return { store: tell(store), close }
    })
  })
})

const [pairs] = realServerKinds.filter(({ hasStandby }) => hasStandby)

describe.runIf(pairs)('a failover in a replayed run', () => {
  const kind = pairs as RealServerKind
  const server = startedServer(kind)

  it('uncovers a session that does not wait for the standby', async () => {
    const open: OpenStore = async (address) => {
      const url = new URL(address.url)
      url.searchParams.set('options', '-c synchronous_commit=local')
      const { client, close } = await openPostgres({ ...address, driver: 'pg.Pool', url: url.href })
      return { close, store: postgresStore({ client, onWarning: () => {} }) }
    }
    await expectUncovered(server(), kind, open, ({ what }) => what === 'stalled')
  })
})

async function expectUncovered(
  server: RealServer,
  kind: RealServerKind,
  open: OpenStore,
  isWanted?: (event: StoreEvent) => boolean,
): Promise<void> {
  for (let index = 0; index < maxTracesOfALie; index += 1) {
    const trace = await drawTrace((baseSeed + index) >>> 0, isWanted)
    const database = await server.fresh(driverOf(kind, trace), open)
    const end = await replayTrace(trace, database).catch((error: unknown) => error)
    if (end instanceof ImpossibleAnswer) return
    if (end instanceof Error) throw end
  }
  expect.unreachable(`${maxTracesOfALie} traces did not uncover it`)
}

/** The seed of a trace decides, so that it repeats its run. */
function driverOf({ drivers }: RealServerKind, { seed }: Trace): RealServerKind['drivers'][number] {
  const driver = drivers[seed % drivers.length]
  if (!driver) throw new Error('A kind of server needs a driver')
  return driver
}

function startedServer(kind: RealServerKind): () => RealServer {
  let server: RealServer | undefined
  beforeAll(async () => {
    server = await kind.start()
  })
  afterAll(() => server?.stop())
  return () => {
    if (!server) throw new Error('The server has not started yet')
    return server
  }
}
