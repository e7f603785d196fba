import { openRedis } from '../local-servers/open-redis.js'
import { freshAddress, redis } from '../local-servers/redis.js'
import { startRedisProcess } from '../local-servers/redis-process.js'
import type { DriverName } from '../local-servers/store-address.js'
import { tapOf } from './client.js'
import type { Limit, LimitedStore } from './limits.js'

type Command = readonly [name: string, ...parameters: (string | number)[]]

export const redisLimits: readonly Limit[] = [
  {
    name: 'when Redis becomes a replica',
    kind: redis,
    start: () => limited('ioredis', ['REPLICAOF', '127.0.0.1', 1], ['REPLICAOF', 'NO', 'ONE']),
  },
  {
    name: 'when Redis requires more replicas than it has',
    kind: redis,
    start: () =>
      limited(
        'node-redis',
        ['CONFIG', 'SET', 'min-replicas-to-write', 1],
        ['CONFIG', 'SET', 'min-replicas-to-write', 0],
      ),
  },
  {
    name: 'when Redis is out of memory',
    kind: redis,
    start: () => limited('ioredis', ['CONFIG', 'SET', 'maxmemory', 1], ['CONFIG', 'SET', 'maxmemory', 0]),
  },
]

async function limited(driver: DriverName, impose: Command, lift: Command): Promise<LimitedStore> {
  const { url, command, stop } = await startRedisProcess()
  const { store, close } = await openRedis(freshAddress(driver, url))
  return {
    tap: tapOf(store),
    impose: async () => void (await command(...impose)),
    lift: async () => void (await command(...lift)),
    async close() {
      await close()
      await stop()
    },
  }
}
