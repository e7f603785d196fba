import { Cluster, Redis } from 'ioredis'
import { BUCKETS, bucketAt, keyToName } from '../../../adapters/redis/key.js'
import type { Fill } from './fill.js'

// Names are where a sweep finds them. Nobody reads one by its id, so any bucket will do.
const insert = `for n = 1, tonumber(ARGV[6]) do
  local name = ARGV[1] .. '-' .. n
  local retain = string.format('%.0f', tonumber(ARGV[5]) - n)
  redis.call('HSET', ARGV[7] .. name, 'revision', ARGV[2], 'body', ARGV[3], 'seal', ARGV[4], 'retainUntilMs', retain)
  redis.call('PEXPIREAT', ARGV[7] .. name, string.format('%.0f', tonumber(ARGV[5]) + 86400000))
  redis.call('ZADD', KEYS[1], 0, name)
  redis.call('ZADD', KEYS[2], retain, name)
end`
const atOnce = 500

/** Script by script: millions of commands would take a client longer. */
export const fillRedis: Fill = async ({ driver, url, options }, { key, document }, count) => {
  const { hostname, port } = new URL(url)
  const client = driver === 'ioredis' ? new Redis(url) : new Cluster([{ host: hostname, port: Number(port) }])
  const { revision, body, seal, retainUntilMs } = document
  for (let done = 0, turn = 0; done < count; done += atOnce, turn += 1) {
    const bucket = bucketAt(String(options?.['prefix']), turn % BUCKETS)
    const name = keyToName({ ...key, id: `filler-${turn}` })
    const share = Math.min(atOnce, count - done)
    const values = [name, revision, body, seal, String(retainUntilMs), String(share), bucket.documents]
    await client.eval(insert, 2, bucket.index, bucket.retention, ...values)
  }
  client.disconnect()
}
