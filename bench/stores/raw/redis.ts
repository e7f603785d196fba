import { Cluster, Redis } from 'ioredis'
import { checkWritten, nextRevision } from './next.js'
import type { OpenRaw } from './raw.js'

const fields = ['revision', 'body', 'seal', 'retainUntilMs'] as const

// Redis has no command for this: a script is the least that is atomic in one round trip. It keeps no index and no expiry.
const write = `if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'body', ARGV[3], 'seal', ARGV[4], 'retainUntilMs', ARGV[5])
return 1`

/** Three HMGET sent together, to as many servers as hold them, and a script by its digest. */
export const openRawRedis: OpenRaw = async ({ driver, url, options }, rows) => {
  const client = driver === 'ioredis' ? new Redis(url) : new Cluster([clusterNode(url)])
  const nameOf = (key: string): string => `${options?.['prefix']}raw:${key}`
  for (const { key, document } of rows) {
    const values = fields.flatMap((field) => [field, String(document[field] ?? '')])
    await client.hset(nameOf(key), ...values)
  }
  client.defineCommand('writeUnlessChanged', { numberOfKeys: 1, lua: write })
  const { writeUnlessChanged } = client as unknown as WithScript
  return {
    async readAndWrite(keys) {
      const found = await readAll(client, keys.map(nameOf))
      const [revision = '', ...rest] = found[1]?.map((value) => value ?? '') ?? []
      const name = nameOf(keys[1])
      checkWritten(await writeUnlessChanged.call(client, name, revision, nextRevision(revision), ...rest))
    },
    async close() {
      client.disconnect()
    },
  }
}

interface WithScript {
  writeUnlessChanged(this: unknown, name: string, expected: string, ...values: string[]): Promise<number>
}

type Reply = readonly (string | null)[]

// A pipeline is one write to one server; a cluster's pipelines take keys of one slot only.
async function readAll(client: Redis | Cluster, names: readonly string[]): Promise<readonly Reply[]> {
  if (client instanceof Cluster) return Promise.all(names.map((name) => client.hmget(name, ...fields)))
  const pipeline = client.pipeline()
  for (const name of names) pipeline.hmget(name, ...fields)
  const replies = (await pipeline.exec()) ?? []
  return replies.map(([error, reply]) => {
    if (error !== null) throw error
    return reply as Reply
  })
}

function clusterNode(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}
