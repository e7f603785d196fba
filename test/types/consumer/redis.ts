import { Cluster, Redis } from 'ioredis'
import { createClient, createClientPool, createCluster } from 'redis'
import type { StoreWarning } from 'temporary-access-pass/redis'
import { redisStore } from 'temporary-access-pass/redis'
import { options } from './core.js'

// Every common client fits without a cast.

export const stores = [
  redisStore({ client: new Redis() }),
  redisStore({ client: new Redis({ sentinels: [{ host: '127.0.0.1', port: 26_379 }], name: 'main' }) }),
  redisStore({ client: new Redis({ protocol: 3, replyMapping: 'resp3' }) }),
  redisStore({ client: new Cluster([{ host: '127.0.0.1', port: 7000 }]) }),
  redisStore({ client: createClient() }),
  redisStore({ client: createClient({ RESP: 2 }) }),
  redisStore({ client: createClientPool() }),
  redisStore({ client: createCluster({ rootNodes: [{ url: 'redis://127.0.0.1:7000' }] }) }),
  redisStore({
    client: new Redis(),
    prefix: 'idp:',
    waitForReplicas: { count: 1, timeoutMs: 500 },
    onWarning: ({ message }: StoreWarning) => console.warn(message),
    onFailover: ({ previousReplicationId, replicationId }) => console.error(previousReplicationId, replicationId),
  }),
]

export const inRedis = { ...options, store: stores[0] }
