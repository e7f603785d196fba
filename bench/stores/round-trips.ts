import { Cluster } from 'ioredis'
import { redisStore } from '../../adapters/redis/index.js'
import type { OpenedStore } from '../../test/support/servers/open-store.js'
import { openStore } from '../../test/support/servers/open-store.js'
import type { StoreAddress } from '../../test/support/servers/store-address.js'
import { throughPort } from '../../test/support/servers/store-address.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { RoundCounter } from '../support/round-counter.js'
import { createRoundCounter } from '../support/round-counter.js'
import { admitPeople } from './people.js'
import type { Place } from './places.js'

const peopleCount = 16
const times = 200

export const roundTripsHeader: readonly string[] = ['Store', 'sign-ins', 'round trips a sign-in']

/** Counted on the wire, by what stands between the driver and its server. SQLite has no wire. */
export async function benchRoundTrips(place: Place): Promise<readonly (readonly string[])[]> {
  if (place.server.port === undefined) return []
  progress(`${place.name}: round trips`)
  const counter = createRoundCounter()
  const { store, close } = await openThrough(counter, await place.fresh())
  try {
    const people = await admitPeople(store, peopleCount)
    for (let turn = 0; turn < peopleCount; turn += 1) await people.signIn(turn)
    const before = counter.rounds()
    for (let turn = 0; turn < times; turn += 1) await people.signIn(turn % peopleCount)
    return [[place.name, String(times), figure((counter.rounds() - before) / times)]]
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

/** Every node has a way of its own, because the nodes tell the client where to find them. */
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
