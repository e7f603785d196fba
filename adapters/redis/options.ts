import type { OnWarning } from '../../src/ports/store-warning.js'
import type { RedisClient } from './client.js'

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * A client of ioredis or node-redis, for one server, Sentinel or a cluster. Connect a client of node-redis first. The store
   * never closes it.
   */
  readonly client: RedisClient
  /**
   * Text in front of every key: 1 to 50 ASCII letters, digits and `:._-`.
   *
   * Default: `'tap:'`.
   */
  readonly prefix?: string | undefined
  /**
   * Requires replicas to acknowledge each write. A write that too few replicas acknowledge rejects.
   *
   * Default: the acknowledgement of the master is enough.
   */
  readonly waitForReplicas?: ReplicaWait | undefined
  /**
   * Receives a warning for each server setting that can lose acknowledged writes, or that the store may not read. The store
   * reads the settings at its first call, and again at a call five minutes later or more.
   *
   * Default: the message is printed with `console.warn`.
   */
  readonly onWarning?: OnWarning | undefined
  /**
   * Called when the replication id of a server changes: a replica was promoted, the server restarted, or slots moved to
   * another server. The last writes that the previous server acknowledged may be missing.
   *
   * Default: changes are ignored.
   */
  readonly onFailover?: ((failover: RedisFailover) => void) | undefined
}

/** The number of replicas that must acknowledge a write, and the time limit. */
export interface ReplicaWait {
  /** Replicas: an integer of 1 or more. */
  readonly count: number
  /** Milliseconds: an integer of 1 or more. Stay well below 5,000, the time that a call of a store may take in all. */
  readonly timeoutMs: number
}

/** A change of the replication id, as {@link RedisStoreOptions.onFailover} receives it. */
export interface RedisFailover {
  /** The `master_replid` that this store saw before. */
  readonly previousReplicationId: string
  /** The `master_replid` of the server that has just written. */
  readonly replicationId: string
}
