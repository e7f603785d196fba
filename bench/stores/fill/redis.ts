import { Cluster, Redis } from 'ioredis'
import { bucketAt, bucketCount, keyToName } from '../../../adapters/redis/key.js'
import type { Fill } from '../types.js'

// A sweep finds names in any bucket, and no benchmark reads these documents by their id.
const insert = `for n = 1, tonumber(ARGV[6]) do
  local name = ARGV[1] .. '-' .. n
  local retain = string.format('%.0f', tonumber(ARGV[5]) - n)
  redis.call('HSET', ARGV[7] .. name, 'revision', ARGV[2], 'body', ARGV[3], 'seal', ARGV[4], 'retainUntilMs', retain)
  redis.call('PEXPIREAT', ARGV[7] .. name, string.format('%.0f', tonumber(ARGV[5]) + 86400000))
  redis.call('ZADD', KEYS[1], 0, name)
  redis.call('ZADD', KEYS[2], retain, name)
end`
const batchSize = 500

/** Each script writes a batch, because a client would take longer for millions of commands. */
export const fillRedis: Fill = async ({ driver, url, options }, { key, document }, count) => {
  const { hostname, port } = new URL(url)
  const client = driver === 'ioredis' ? new Redis(url) : new Cluster([{ host: hostname, port: Number(port) }])
  const { revision, body, seal, retainUntilMs } = document
  for (let done = 0, batch = 0; done < count; done += batchSize, batch += 1) {
    const bucket = bucketAt(String(options?.['prefix']), batch % bucketCount)
    const name = keyToName({ ...key, id: `filler-${batch}` })
    const size = Math.min(batchSize, count - done)
    const values = [name, revision, body, seal, String(retainUntilMs), String(size), bucket.documents]
    await client.eval(insert, 2, bucket.index, bucket.retention, ...values)
  }
  client.disconnect()
}
