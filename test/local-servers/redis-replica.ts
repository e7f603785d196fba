import { until } from '../support/time-limits.js'
import { freshAddress } from './redis.js'
import type { RedisProcess } from './redis-process.js'
import { startRedisProcess } from './redis-process.js'
import type { DriverName, StoreAddress } from './store-address.js'

/** A Redis master with replicas and without Sentinel: the test decides when a replica takes over. */
export interface RedisPair {
  readonly master: RedisProcess
  readonly replicas: readonly RedisProcess[]
  /** Returns a new address of the master. Follow a promotion with `throughPort`. */
  fresh(driver?: DriverName): Promise<StoreAddress>
  /** Stops the replication. The master continues without its replicas. */
  pauseReplication(): Promise<void>
  /** Resumes the replication, and waits until the replicas have caught up. */
  resumeReplication(): Promise<void>
  /** Promotes a replica, even while the old master runs. Returns its port. */
  promote(index?: number): Promise<number>
  stop(): Promise<void>
}

/** @param replicas - The number of replicas. Default: 1. */
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
      // No server listens on port 1.
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
