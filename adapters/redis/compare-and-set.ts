import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import type { RedisContext } from './context.js'
import type { RedisScriptCall } from './driver.js'
import { bucketOf, checkText, keyToName } from './key.js'
import { replyToTexts } from './reply.js'
import { removeScript, writeScript } from './scripts.js'

export async function compareAndSetRedis(
  context: RedisContext,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const bucket = bucketOf(context.prefix, key)
  const name = keyToName(key)
  const fields = next === null ? [] : documentToFields(next)
  await context.serverCheck.check([bucket])
  const isIdWanted = context.serverCheck.isWatching(bucket) ? '1' : '0'
  const expectation = expected === null ? '-' : `=${checkText(expected, 'expected')}`
  const [isWritten, replicationId = ''] = await write(context, {
    script: next === null ? removeScript : writeScript,
    keys: [bucket.documents + name, bucket.index, bucket.retention],
    parameters: [isIdWanted, expectation, name, ...fields],
  })
  context.serverCheck.observe(bucket, replicationId)
  return isWritten === '1'
}

// WAIT counts the writes of its own connection. After a reconnect it would return at once, so the connection id is compared.
async function write({ driver, waitForReplicas }: RedisContext, call: RedisScriptCall): Promise<readonly string[]> {
  if (waitForReplicas === undefined) return replyToTexts(await driver.run(call))
  const { count, timeoutMs } = waitForReplicas
  const after = [['WAIT', String(count), String(timeoutMs)], connectionId] as const
  const [connection, reply, acknowledged, sameConnection] = await driver.runWith(connectionId, call, after)
  const result = replyToTexts(reply)
  if (result[0] !== '1') return result
  if (String(connection) !== String(sameConnection)) {
    throw new Error(
      'The connection to Redis was lost before replicas acknowledged a write: a failover could lose the write',
    )
  }
  if (!(Number(acknowledged) >= count)) {
    throw new Error(
      `${acknowledged} of ${count} replicas acknowledged a write within ${timeoutMs} ms: a failover could lose the write`,
    )
  }
  return result
}

const connectionId = ['CLIENT', 'ID'] as const

function documentToFields({ revision, body, seal, retainUntilMs }: StoredDocument): readonly string[] {
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) {
    throw new RangeError(`"retainUntilMs" must be a whole number of milliseconds, or null, but is ${retainUntilMs}`)
  }
  const texts = [checkText(revision, 'revision'), checkText(body, 'body'), checkText(seal, 'seal')]
  return [...texts, retainUntilMs === null ? '' : String(retainUntilMs)]
}
