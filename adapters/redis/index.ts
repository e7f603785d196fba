/**
 * A store in Redis or Valkey, over ioredis or node-redis: one server, Sentinel, or a cluster.
 *
 * @module
 */

export type { OnWarning, StoreWarning } from '../../src/ports/store-warning.js'
export type {
  IoRedisClient,
  IoRedisNode,
  IoRedisPipeline,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisPipeline,
  RedisClient,
} from './client.js'
export type { RedisFailover, RedisStoreOptions, ReplicaWait } from './options.js'
export { redisStore } from './store.js'
