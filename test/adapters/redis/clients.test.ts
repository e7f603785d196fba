import { Cluster, Redis } from 'ioredis'
import { createClient, createClientPool, createCluster, RESP_TYPES } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RedisClient } from '../../../adapters/redis/index.js'
import { redis } from '../../local-servers/redis.js'
import { redisCluster } from '../../local-servers/redis-cluster.js'
import { shareServer } from '../../local-servers/shared.js'
import type { StoreServer } from '../../local-servers/store-server.js'
import { callEveryMethod, expectedResults, storeOver } from './clients.js'

interface Opened {
  readonly client: RedisClient
  close(): unknown
}

/** Clients with options that a host application may have set. */
const single: Readonly<Record<string, (port: number) => Promise<Opened>>> = {
  'ioredis with a prefix of its own': async (port) => ioRedis(new Redis(port, { keyPrefix: 'host{1}:' })),
  'ioredis that returns numbers as text': async (port) => ioRedis(new Redis(port, { stringNumbers: true })),
  'ioredis with automatic pipelining': async (port) => ioRedis(new Redis(port, { enableAutoPipelining: true })),
  'ioredis in protocol version 3': async (port) => ioRedis(new Redis(port, { protocol: 3, replyMapping: 'resp3' })),
  'ioredis that connects at its first command': async (port) => ioRedis(new Redis(port, { lazyConnect: true })),
  'node-redis in protocol version 2': (port) => nodeRedis(createClient({ url: urlOf(port), RESP: 2 })),
  'node-redis in protocol version 3': (port) => nodeRedis(createClient({ url: urlOf(port), RESP: 3 })),
  'node-redis with a prefix of its own': (port) => nodeRedis(createClient({ url: urlOf(port), keyPrefix: 'host:' })),
  'node-redis that returns Buffers': (port) =>
    nodeRedis(
      createClient({
        url: urlOf(port),
        commandOptions: {
          typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.NUMBER]: String, [RESP_TYPES.MAP]: Map },
        },
      }),
    ),
  'a pool of node-redis': (port) => nodeRedis(createClientPool({ url: urlOf(port) }, { minimum: 2, maximum: 5 })),
}

const cluster: Readonly<Record<string, (port: number) => Promise<Opened>>> = {
  'ioredis with a prefix of its own': async (port) => ioRedis(new Cluster(seeds(port), { keyPrefix: 'host:' })),
  'ioredis that reads from replicas': async (port) => ioRedis(new Cluster(seeds(port), { scaleReads: 'slave' })),
  'ioredis with automatic pipelining': async (port) =>
    ioRedis(new Cluster(seeds(port), { enableAutoPipelining: true })),
  'node-redis with a prefix of its own': (port) =>
    nodeRedis(createCluster({ rootNodes: [{ url: urlOf(port) }], keyPrefix: 'host:' })),
  'node-redis that reads from replicas': (port) =>
    nodeRedis(createCluster({ rootNodes: [{ url: urlOf(port) }], useReplicas: true })),
  'node-redis that connects at its first command': (port) =>
    nodeRedis(createCluster({ rootNodes: [{ url: urlOf(port) }], minimizeConnections: true, RESP: 2 })),
}

for (const [kind, clients] of [
  [redis, single],
  [redisCluster, cluster],
] as const) {
  describe.runIf(kind.missing() === undefined)(`a store in ${kind.name}, over`, () => {
    let server: StoreServer
    let prefixes = 0
    beforeAll(async () => {
      server = await shareServer(kind)
    })
    afterAll(() => server.stop())

    it.each(Object.entries(clients))('%s, returns the same results', async (_name, open) => {
      const { client, close } = await open(server.port ?? 0)
      prefixes += 1
      const store = storeOver(client, { prefix: `t${prefixes}:` })
      expect(await callEveryMethod(store)).toEqual(expectedResults)
      await close()
    })
  })
}

function ioRedis<Client extends Redis | Cluster>(client: Client): Opened {
  client.on('error', () => {})
  return { client, close: () => client.disconnect() }
}

type Connectable = RedisClient & { on(event: 'error', listener: () => void): unknown; connect(): Promise<unknown> } & {
  destroy(): unknown
}

async function nodeRedis(client: Connectable): Promise<Opened> {
  client.on('error', () => {})
  await client.connect()
  return { client, close: () => client.destroy() }
}

const urlOf = (port: number) => `redis://127.0.0.1:${port}`
const seeds = (port: number) => [{ host: '127.0.0.1', port }]
