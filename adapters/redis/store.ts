import type { Clock } from '../../src/ports/clock.js'
import type { Store } from '../../src/ports/store.js'
import { wallClock } from './clock.js'
import { compareAndSetRedis } from './compare-and-set.js'
import type { RedisContext } from './context.js'
import { redisDriver } from './driver.js'
import { bucketOf, keyToName } from './key.js'
import { readLocations } from './location.js'
import type { RedisStoreOptions } from './options.js'
import { scanRedis } from './scan.js'
import { createServerCheck } from './server-check.js'
import { sweepRedis } from './sweep.js'

/**
 * Creates a store that keeps documents in Redis 7 or newer, or in Valkey. Each document is a hash that an operator can read,
 * and one script reads or writes it. There is no schema to create.
 *
 * Redis replicates after it has acknowledged a write. A replica that is promoted can lack the last writes: a one-time pass
 * that was used works again. `waitForReplicas` reduces this risk and does not remove it.
 *
 * @returns a store. Its methods reject with a `StoreError` if Redis wrote nothing, for example because its memory is full, it
 * is a replica, or its `maxmemory-policy` evicts keys. They reject with an `Error` for a write that too few replicas
 * acknowledged, and inside a transaction (`MULTI`) of the connection, with a `RangeError` for an invalid limit, cursor or
 * text, and with the error of the client for everything else.
 * @throws `RangeError` if `prefix`, `waitForReplicas.count` or `waitForReplicas.timeoutMs` is out of its range.
 * @throws `TypeError` if `client` belongs to neither library.
 *
 * @example
 * ```ts
 * import { Redis } from 'ioredis'
 * import { redisStore } from 'temporary-access-pass/redis'
 *
 * const store = redisStore({ client: new Redis('redis://127.0.0.1:6379') })
 * ```
 */
export function redisStore(options: RedisStoreOptions): Store {
  return buildRedisStore(options, wallClock)
}

/** Builds the store. Not exported by the entry point: tests pass a clock of their own. */
export function buildRedisStore(
  {
    client,
    prefix = 'tap:',
    waitForReplicas,
    // biome-ignore lint/style/noRestrictedGlobals: the default output of warnings is not an input.
    onWarning = ({ message }) => console.warn(message),
    onFailover = () => {},
  }: RedisStoreOptions,
  clock: Clock,
): Store {
  checkPrefix(prefix)
  if (waitForReplicas !== undefined) {
    checkPositive('waitForReplicas.count', waitForReplicas.count)
    checkPositive('waitForReplicas.timeoutMs', waitForReplicas.timeoutMs)
  }
  const driver = redisDriver(client)
  const serverCheck = createServerCheck({ driver, clock, onWarning, onFailover })
  const context: RedisContext = { driver, serverCheck, prefix, waitForReplicas }

  return Object.freeze({
    async read(keys) {
      return readLocations(
        context,
        keys.map((key) => ({ bucket: bucketOf(prefix, key), name: keyToName(key) })),
      )
    },
    compareAndSet: (key, expected, next) => compareAndSetRedis(context, key, expected, next),
    async sweep({ nowMs, limit }) {
      checkPositive('limit', limit)
      return sweepRedis(context, nowMs, limit)
    },
    async scan(page) {
      checkPositive('limit', page.limit)
      return scanRedis(context, page)
    },
  } satisfies Store)
}

function checkPrefix(prefix: string): void {
  if (/^[A-Za-z0-9:._-]{1,50}$/.test(prefix)) return
  throw new RangeError(`"prefix" must be 1 to 50 ASCII letters, digits and ":._-", but is ${JSON.stringify(prefix)}`)
}

function checkPositive(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return
  throw new RangeError(`"${name}" must be an integer of 1 or more, but is ${value}`)
}
