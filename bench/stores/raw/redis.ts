import { Cluster, Redis } from 'ioredis'
import type { OpenRaw } from '../types.js'
import { checkWritten, nextRevision } from './next.js'

const fields = ['revision', 'body', 'seal', 'retainUntilMs'] as const

// No command of Redis writes a hash conditionally, so a script is the smallest atomic step. It keeps no index and no expiry.
const write = `if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'body', ARGV[3], 'seal', ARGV[4], 'retainUntilMs', ARGV[5])
return 1`

/** Sends three HMGET together, each to the server of its key, and a script by its digest. */
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

// A pipeline of a cluster takes keys of one slot only, so the reads are sent separately.
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
