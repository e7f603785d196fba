import { Cluster } from 'ioredis'
import { createCluster } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RedisClient, RedisFailover, StoreWarning } from '../../../adapters/redis/index.js'
import { bucketOf } from '../../../adapters/redis/key.js'
import type { RedisClusterServer } from '../../local-servers/redis-cluster.js'
import { moveSlot, redisCluster, startRedisCluster } from '../../local-servers/redis-cluster.js'
import { scaled, until } from '../../support/time-limits.js'
import { documentOf, farFutureMs, keyOf, storeOver, untilRefused } from './clients.js'

const clients = ['ioredis.Cluster', 'node-redis.cluster'] as const
const users = Array.from({ length: 60 }, (_, index) => keyOf(`user-${index}`))

describe.runIf(redisCluster.missing() === undefined).each(clients)('redisStore over %s', (name) => {
  let server: RedisClusterServer
  const closes: (() => unknown)[] = []
  beforeAll(async () => {
    server = await startRedisCluster()
  })
  afterEach(() => {
    for (const close of closes.splice(0)) close()
  })
  afterAll(() => server.stop())

  const connect = async (): Promise<RedisClient> => {
    const port = server.port ?? 0
    if (name === 'ioredis.Cluster') {
      const client = new Cluster([{ host: '127.0.0.1', port }], { redisOptions: { maxRetriesPerRequest: 1 } })
      client.on('error', () => {})
      closes.push(() => client.disconnect())
      return client
    }
    const client = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })
    client.on('error', () => {})
    await client.connect()
    closes.push(() => client.destroy())
    return client
  }
  const onEvery = (...command: [string, ...string[]]) =>
    Promise.all(server.nodes.map((node) => node.command(...command)))

  it('works after every node has flushed its scripts', async () => {
    const store = storeOver(await connect(), { prefix: 'flush:' })
    for (const key of users) await store.compareAndSet(key, null, documentOf('a'))
    await onEvery('SCRIPT', 'FLUSH')
    expect(await store.read(users)).toEqual(users.map(() => documentOf('a')))
    await onEvery('SCRIPT', 'FLUSH')
    expect(await Promise.all(users.map((key) => store.compareAndSet(key, 'a', null)))).not.toContain(false)
  })

  it('refuses a cluster if one node evicts', async () => {
    await server.nodes[1]?.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-lru')
    const store = storeOver(await connect(), { prefix: 'evict:' })
    await expect(store.read(users)).rejects.toThrow('maxmemory-policy volatile-lru')
    await expect(store.scan({ kind: 'user', limit: 1 })).rejects.toThrow('maxmemory-policy volatile-lru')
    await server.nodes[1]?.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    expect(await store.read(users)).toEqual(users.map(() => undefined))
  })

  it('warns once if several nodes acknowledge writes before they are durable', async () => {
    await onEvery('CONFIG', 'SET', 'appendfsync', 'everysec')
    const warnings: StoreWarning[] = []
    const store = storeOver(await connect(), { onWarning: (warning) => warnings.push(warning) })
    await store.scan({ kind: 'user', limit: 1 })
    await until(async () => warnings.length > 0)
    await store.scan({ kind: 'user', limit: 1 })
    expect(warnings.map(({ setting, value }) => ({ setting, value }))).toEqual([
      { setting: 'appendfsync', value: 'everysec' },
    ])
    await onEvery('CONFIG', 'SET', 'appendfsync', 'always')
  })

  it('waits for the replica of the node that received the write', async () => {
    const client = await connect()
    const store = storeOver(client, { prefix: 'wait:', waitForReplicas: { count: 1, timeoutMs: scaled(30_000) } })
    const written = await Promise.all(users.map((key) => store.compareAndSet(key, null, documentOf('a'))))
    expect(written).toEqual(users.map(() => true))
    const replicated = await Promise.all(server.nodes.slice(3).map((node) => node.command('KEYS', 'wait:*:user:*')))
    expect(replicated.flat()).toHaveLength(users.length)
    const impatient = storeOver(client, { prefix: 'wait:', waitForReplicas: { count: 2, timeoutMs: 20 } })
    await untilRefused(impatient, '1 of 2')
  })

  it('reads, writes, scans and sweeps after a slot has moved', async () => {
    const client = await connect()
    const store = storeOver(client, { prefix: 'move:' })
    const replicated = storeOver(client, { prefix: 'move:', waitForReplicas: { count: 1, timeoutMs: scaled(30_000) } })
    const [ada, grace] = [keyOf('ada'), keyOf('ada', 'policy')]
    for (const key of [ada, grace]) await store.compareAndSet(key, null, documentOf('a', 1_000))
    await moveSlot(server, bucketOf('move:', ada).index)
    // A pipeline does not follow a redirection, so the write may fail. The read that follows tells the client the new node.
    const first = await replicated.compareAndSet(ada, 'a', documentOf('b', farFutureMs)).catch(() => undefined)
    expect(await store.read([ada, grace])).toEqual([
      first === true ? documentOf('b', farFutureMs) : documentOf('a', 1_000),
      documentOf('a', 1_000),
    ])
    if (first !== true) expect(await replicated.compareAndSet(ada, 'a', documentOf('b', farFutureMs))).toBe(true)
    expect((await store.scan({ kind: 'user', limit: 10 })).entries).toHaveLength(1)
    expect(await store.sweep({ nowMs: 1_000, limit: 10 })).toBe(1)
  })

  it('reports a failover at the first write after it', async () => {
    const failovers: RedisFailover[] = []
    const store = storeOver(await connect(), { prefix: 'fail:', onFailover: (failover) => failovers.push(failover) })
    for (const key of users) await store.compareAndSet(key, null, documentOf('a'))
    const [, , master] = server.nodes
    const before = /master_replid:(\w+)/.exec(String(await master?.command('INFO', 'replication')))?.[1]
    await server.killMaster(2)
    for (const key of users) {
      // A cluster client needs a moment to find the new node of a slot.
      await until(async () => (await store.read([key]).catch(() => undefined)) !== undefined)
      expect(await store.compareAndSet(key, 'a', documentOf('b'))).toBe(true)
    }
    const after = /master_replid:(\w+)/.exec(String(await server.nodes[5]?.command('INFO', 'replication')))?.[1]
    expect(failovers).toEqual([{ previousReplicationId: before, replicationId: after }])
  })
})
