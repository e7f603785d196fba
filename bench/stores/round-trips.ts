import { Cluster } from 'ioredis'
import { redisStore } from '../../adapters/redis/index.js'
import { openStore } from '../../test/local-servers/open-store.js'
import type { OpenedStore } from '../../test/local-servers/opened-store.js'
import type { StoreAddress } from '../../test/local-servers/store-address.js'
import { throughPort } from '../../test/local-servers/store-address.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { RoundCounter } from '../support/round-counter.js'
import { createRoundCounter } from '../support/round-counter.js'
import type { BenchServer } from './bench-servers.js'
import { createUsers } from './users.js'

const userCount = 16
const times = 200

export const roundTripsHeader: readonly string[] = ['Store', 'sign-ins', 'round trips a sign-in']

/** Counts with a proxy between the driver and its server. SQLite has no server. */
export async function benchRoundTrips({ name, port, fresh }: BenchServer): Promise<readonly (readonly string[])[]> {
  if (port === undefined) return []
  progress(`${name}: round trips`)
  const counter = createRoundCounter()
  const { store, close } = await openThrough(counter, await fresh())
  try {
    const users = await createUsers(store, userCount)
    for (let turn = 0; turn < userCount; turn += 1) await users.signIn(turn)
    const before = counter.rounds()
    for (let turn = 0; turn < times; turn += 1) await users.signIn(turn % userCount)
    return [[name, String(times), figure((counter.rounds() - before) / times)]]
  } finally {
    await close()
    await counter.close()
  }
}

async function openThrough(counter: RoundCounter, address: StoreAddress): Promise<OpenedStore> {
  const port = Number(new URL(address.url).port)
  if (address.driver !== 'ioredis.Cluster') return openStore(throughPort(address, await counter.proxy(port)))
  return openCluster(counter, address, port)
}

/** Each node has a proxy of its own, because the nodes tell the client their addresses. */
async function openCluster(counter: RoundCounter, address: StoreAddress, port: number): Promise<OpenedStore> {
  const direct = new Cluster([{ host: '127.0.0.1', port }])
  const slots = await direct.cluster('SLOTS')
  direct.disconnect()
  const ports = new Set(slots.flatMap(([, , ...nodes]) => nodes.map(([, nodePort]) => nodePort)))
  const natMap: Record<string, { host: string; port: number }> = {}
  for (const node of ports) natMap[`127.0.0.1:${node}`] = { host: '127.0.0.1', port: await counter.proxy(node) }
  const client = new Cluster([{ host: '127.0.0.1', port }], { natMap })
  const store = redisStore({ client, prefix: String(address.options?.['prefix']), onWarning: () => {} })
  return { store, close: async () => client.disconnect() }
}
