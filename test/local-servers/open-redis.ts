import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import type { RedisClient } from '../../adapters/redis/index.js'
import { redisStore } from '../../adapters/redis/index.js'
import { scaled } from '../support/time-limits.js'
import type { OpenedStore } from './opened-store.js'
import type { StoreAddress } from './store-address.js'

/** The options: `prefix`, `count` with `timeoutMs` to wait for replicas, and `reconnectMs` after a lost connection. */
export async function openRedis(address: StoreAddress): Promise<OpenedStore> {
  const { client, close } = await connect(address)
  const { prefix, count, timeoutMs } = address.options ?? {}
  const store = redisStore({
    client,
    ...(prefix === undefined ? {} : { prefix: String(prefix) }),
    ...(count === undefined ? {} : { waitForReplicas: { count: Number(count), timeoutMs: Number(timeoutMs) } }),
    onWarning: () => {},
  })
  return { store, close }
}

// A busy machine needs longer than the clients allow: one second for the slots of a cluster.
const connectTimeout = scaled(20_000)

interface Connected {
  readonly client: RedisClient
  close(): Promise<void>
}

// Both clients emit errors of an idle connection as events. The next call fails by itself.
async function connect({ driver, url, options }: StoreAddress): Promise<Connected> {
  const { hostname, port } = new URL(url)
  const reconnectMs = options?.['reconnectMs']
  const wait = reconnectMs === undefined ? undefined : () => Number(reconnectMs)
  if (driver === 'ioredis') {
    const client = new Redis(url, { connectTimeout, ...(wait ? { retryStrategy: wait } : {}) })
    client.on('error', () => {})
    return { client, close: async () => client.disconnect() }
  }
  if (driver === 'ioredis.Cluster') {
    const client = new Cluster([{ host: hostname, port: Number(port) }], {
      slotsRefreshTimeout: connectTimeout,
      redisOptions: { connectTimeout },
    })
    client.on('error', () => {})
    return { client, close: async () => client.disconnect() }
  }
  if (driver === 'node-redis') {
    const client = createClient({ url, socket: { connectTimeout, ...(wait ? { reconnectStrategy: wait } : {}) } })
    client.on('error', () => {})
    await client.connect()
    return { client, close: async () => client.destroy() }
  }
  const client = createCluster({ rootNodes: [{ url }], defaults: { socket: { connectTimeout } } })
  client.on('error', () => {})
  await client.connect()
  return { client, close: async () => client.destroy() }
}
