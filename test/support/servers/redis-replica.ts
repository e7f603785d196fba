import { until } from '../time-limits.js'
import { freshAddress } from './redis.js'
import type { RedisProcess } from './redis-process.js'
import { startRedisProcess } from './redis-process.js'
import type { DriverName, StoreAddress } from './store-address.js'

/** A Redis with replicas and no Sentinel: the test decides when a replica takes over. */
export interface RedisPair {
  readonly master: RedisProcess
  readonly replicas: readonly RedisProcess[]
  /** Of the master: follow a promotion with `throughPort`. */
  fresh(driver?: DriverName): Promise<StoreAddress>
  /** Every replica stays as it is now, and the master goes on without them. */
  pauseReplication(): Promise<void>
  /** They follow the master again, and have caught up. */
  resumeReplication(): Promise<void>
  /** Makes a replica a master, whether or not the old one lives, and answers its port. */
  promote(index?: number): Promise<number>
  stop(): Promise<void>
}

/** @param replicas - How many. */
export async function startRedisPair(replicas = 1): Promise<RedisPair> {
  const master = await startRedisProcess()
  const followers = await Promise.all(Array.from({ length: replicas }, () => startRedisProcess()))
  const follow = async () => {
    await Promise.all(followers.map((replica) => replica.command('REPLICAOF', '127.0.0.1', master.port)))
    await until(async () => {
      const info = String(await master.command('INFO', 'replication'))
      const offset = /master_repl_offset:(\d+)/.exec(info)?.[1]
      return info.split(`state=online,offset=${offset},`).length - 1 === replicas
    })
  }
  await follow()
  return {
    master,
    replicas: followers,
    fresh: async (driver = 'ioredis') => freshAddress(driver, master.url),
    resumeReplication: follow,
    async pauseReplication() {
      // Nobody listens there.
      await Promise.all(followers.map((replica) => replica.command('REPLICAOF', '127.0.0.1', 1)))
      await until(async () => String(await master.command('INFO', 'replication')).includes('connected_slaves:0'))
    },
    async promote(index = 0) {
      const replica = followers[index]
      if (replica === undefined) throw new RangeError(`No replica ${index}`)
      await replica.command('REPLICAOF', 'NO', 'ONE')
      return replica.port
    },
    async stop() {
      await Promise.all([master, ...followers].map(({ stop }) => stop()))
    },
  }
}
