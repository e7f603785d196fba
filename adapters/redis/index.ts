/**
 * A store in Redis or Valkey, over ioredis or node-redis, on one server, behind Sentinel or in a cluster.
 *
 * @module
 */

export type { ReplicaWait } from './context.js'
export type {
  IoRedisClient,
  IoRedisNode,
  IoRedisPipeline,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisPipeline,
  RedisClient,
} from './driver.js'
export type { OnWarning, RedisFailover, StoreWarning } from './safety.js'
export type { RedisStoreOptions } from './store.js'
export { redisStore } from './store.js'
