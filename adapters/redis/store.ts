import type { Store, StoredDocument, StoreKey } from '../../src/ports/store.js'
import type { Context, ReplicaWait } from './context.js'
import type { RedisClient, ScriptCall } from './driver.js'
import { driverOf } from './driver.js'
import { bucketOf, checkText, keyToName } from './key.js'
import { readNames, scan, sweep } from './lists.js'
import { replyToTexts } from './reply.js'
import type { OnWarning, RedisFailover } from './safety.js'
import { createGuard } from './safety.js'
import { REMOVE, WRITE } from './scripts.js'

/** What {@link redisStore} is built with. */
export interface RedisStoreOptions {
  /** Of ioredis or node-redis: one server, Sentinel or cluster. The store neither connects nor closes it. */
  readonly client: RedisClient
  /** In front of every name: 1 to 50 letters, digits and `:._-`. @defaultValue `'tap:'` */
  readonly prefix?: string | undefined
  /** Lets a write succeed only when so many replicas have it. @defaultValue none is waited for */
  readonly waitForReplicas?: ReplicaWait | undefined
  /** Is told once of every setting found under which a spent pass could come back. @defaultValue `console.warn` */
  readonly onWarning?: OnWarning | undefined
  /**
   * Is told of every change of the replication id that this store sees: a replica was promoted, a server restarted, or slots
   * have moved. What the former server acknowledged last may be missing.
   */
  readonly onFailover?: ((failover: RedisFailover) => void) | undefined
}

/**
 * Keeps documents in Redis 7 or newer, or Valkey: each a hash that an operator can read, found and written by one script.
 * Refuses a server whose `maxmemory-policy` evicts.
 *
 * Redis replicates after it has answered: a replica that is promoted may lack the last writes, a spent mark among them.
 * `waitForReplicas` narrows that gap and does not close it.
 *
 * @throws `RangeError` for an option out of its range, `TypeError` for a client of neither library. Its methods reject with
 * the client's errors; with an `Error` for a server that evicts, for a write that too few replicas acknowledged, and inside a
 * transaction of the connection; and with `RangeError` for a limit, cursor or text that no store can take.
 *
 * @example
 * ```ts no-run
 * import { Redis } from 'ioredis'
 * import { redisStore } from 'temporary-access-pass/redis'
 *
 * const store = redisStore({ client: new Redis('redis://127.0.0.1:6379') })
 * ```
 */
export function redisStore({
  client,
  prefix = 'tap:',
  waitForReplicas,
  // biome-ignore lint/style/noRestrictedGlobals: where a warning goes unless the host says otherwise, not an input.
  onWarning = ({ message }) => console.warn(message),
  onFailover = () => {},
}: RedisStoreOptions): Store {
  if (!/^[A-Za-z0-9:._-]{1,50}$/.test(prefix)) {
    throw new RangeError('"prefix" must be 1 to 50 letters, digits and ":._-"')
  }
  if (waitForReplicas !== undefined) {
    checkPositive('waitForReplicas.count', waitForReplicas.count)
    checkPositive('waitForReplicas.timeoutMs', waitForReplicas.timeoutMs)
  }
  const driver = driverOf(client)
  const context = { driver, guard: createGuard({ driver, onWarning, onFailover }), prefix, waitForReplicas }

  return Object.freeze({
    read: (keys) => read(context, keys),
    compareAndSet: (key, expected, next) => compareAndSet(context, key, expected, next),
    async sweep({ nowMs, limit }) {
      checkPositive('limit', limit)
      return sweep(context, nowMs, limit)
    },
    async scan(page) {
      checkPositive('limit', page.limit)
      return scan(context, page)
    },
  } satisfies Store)
}

async function read(context: Context, keys: readonly StoreKey[]): Promise<readonly (StoredDocument | undefined)[]> {
  return readNames(
    context,
    keys.map((key) => ({ bucket: bucketOf(context.prefix, key), name: keyToName(key) })),
  )
}

async function compareAndSet(
  context: Context,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const bucket = bucketOf(context.prefix, key)
  const name = keyToName(key)
  const fields = next === null ? [] : documentToFields(next)
  await context.guard.check([bucket])
  const look = context.guard.isWatching(bucket) ? '1' : '0'
  const [isWritten, replicationId = ''] = await write(context, {
    script: next === null ? REMOVE : WRITE,
    keys: [bucket.documents + name, bucket.index, bucket.retention],
    parameters: [look, expected === null ? '-' : `=${checkText(expected)}`, name, ...fields],
  })
  context.guard.observe(bucket, replicationId)
  return isWritten === '1'
}

// A connection that is lost after the write and found again would wait for nothing: WAIT goes by the writes of its own.
async function write({ driver, waitForReplicas }: Context, call: ScriptCall): Promise<readonly string[]> {
  if (waitForReplicas === undefined) return replyToTexts(await driver.run(call))
  const { count, timeoutMs } = waitForReplicas
  const after = [['WAIT', String(count), String(timeoutMs)], CONNECTION] as const
  const [connection, reply, acknowledged, sameConnection] = await driver.runWith(CONNECTION, call, after)
  const answer = replyToTexts(reply)
  if (answer[0] !== '1') return answer
  if (String(connection) !== String(sameConnection)) {
    throw new Error('The connection was lost while replicas were to acknowledge a write')
  }
  if (!(Number(acknowledged) >= count)) {
    throw new Error(`${acknowledged} of ${count} replicas acknowledged a write within ${timeoutMs} ms`)
  }
  return answer
}

const CONNECTION = ['CLIENT', 'ID'] as const

function documentToFields({ revision, body, seal, retainUntilMs }: StoredDocument): readonly string[] {
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) {
    throw new RangeError('"retainUntilMs" must be whole milliseconds, or null')
  }
  return [checkText(revision), checkText(body), checkText(seal), retainUntilMs === null ? '' : String(retainUntilMs)]
}

function checkPositive(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`"${name}" must be a positive integer`)
}
