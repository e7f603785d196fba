import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RedisClient, RedisFailover } from '../../../adapters/redis/index.js'
import { redisServerPath } from '../../local-servers/redis-process.js'
import type { RedisPair } from '../../local-servers/redis-replica.js'
import { startRedisPair } from '../../local-servers/redis-replica.js'
import { scaled, until } from '../../support/time-limits.js'
import { documentOf, keyOf, storeOver, untilRefused } from './clients.js'

const clients = ['ioredis', 'node-redis'] as const
const refusedByReplica = { outcome: 'notWritten', message: expect.stringMatching(/read.only replica/i) }

describe.runIf(redisServerPath() !== undefined).each(clients)('redisStore over %s, with replicas,', (name) => {
  let pair: RedisPair
  const closes: (() => unknown)[] = []
  beforeAll(async () => {
    pair = await startRedisPair(2)
  })
  afterAll(async () => {
    for (const close of closes) close()
    await pair.stop()
  })

  const connect = async (url: string): Promise<RedisClient> => {
    if (name === 'ioredis') {
      const client = new Redis(url)
      closes.push(() => client.disconnect())
      return client
    }
    const client = createClient({ url })
    client.on('error', () => {})
    await client.connect()
    closes.push(() => client.destroy())
    return client
  }

  it('waits until the replicas have a write', async () => {
    const waitForReplicas = { count: 2, timeoutMs: scaled(30_000) }
    const store = storeOver(await connect(pair.master.url), { prefix: 'wait:', waitForReplicas })
    expect(await store.compareAndSet(keyOf('ada'), null, documentOf('a'))).toBe(true)
    expect(await store.compareAndSet(keyOf('ada'), 'other', documentOf('b'))).toBe(false)
    for (const replica of pair.replicas) {
      const names = (await replica.command('KEYS', 'wait:*:user:acme:ada')) as readonly string[]
      expect(await replica.command('HGET', names[0] ?? '', 'revision')).toBe('a')
    }
  })

  it('throws if too few replicas acknowledge in time, and keeps the write', async () => {
    const client = await connect(pair.master.url)
    const store = storeOver(client, { prefix: 'few:', waitForReplicas: { count: 3, timeoutMs: 20 } })
    await untilRefused(store, '2 of 3')
    await expect(store.compareAndSet(keyOf('ada'), null, documentOf('a'))).rejects.toThrow('of 3 replicas')
    expect(await store.read([keyOf('ada')])).toEqual([documentOf('a')])
    expect(await store.compareAndSet(keyOf('ada'), 'other', documentOf('b'))).toBe(false)
    await pair.pauseReplication()
    const waitForOne = (timeoutMs: number) =>
      storeOver(client, { prefix: 'few:', waitForReplicas: { count: 1, timeoutMs } })
    await expect(waitForOne(20).compareAndSet(keyOf('ada'), 'a', documentOf('b'))).rejects.toThrow('0 of 1')
    await pair.resumeReplication()
    expect(await waitForOne(scaled(30_000)).compareAndSet(keyOf('ada'), 'b', documentOf('c'))).toBe(true)
  })

  it('throws if the connection is lost while it waits', async () => {
    const client = await connect(pair.master.url)
    const store = storeOver(client, { prefix: 'lost:', waitForReplicas: { count: 1, timeoutMs: scaled(300_000) } })
    await store.compareAndSet(keyOf('ada'), null, documentOf('a'))
    for (const replica of pair.replicas) replica.freeze()
    const waiting = store.compareAndSet(keyOf('ada'), 'a', documentOf('b'))
    const outcome = waiting.then(String, () => 'rejected')
    await until(async () => String(await pair.master.command('CLIENT', 'LIST')).includes('cmd=wait'))
    await pair.master.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    expect(await outcome).toBe('rejected')
    for (const replica of pair.replicas) replica.thaw()
  })

  it('refuses to read from a replica', async () => {
    const store = storeOver(await connect(pair.replicas[0]?.url ?? ''))
    await expect(store.read([keyOf('ada')])).rejects.toMatchObject(refusedByReplica)
    await expect(store.scan({ kind: 'user', limit: 1 })).rejects.toMatchObject(refusedByReplica)
  })

  it('refuses to read from a master that has become a replica', async () => {
    const [replica] = pair.replicas
    await replica?.command('REPLICAOF', 'NO', 'ONE')
    const failovers: RedisFailover[] = []
    const store = storeOver(await connect(replica?.url ?? ''), { onFailover: (failover) => failovers.push(failover) })
    await store.compareAndSet(keyOf('demoted'), null, documentOf('a'))
    await pair.resumeReplication()
    await expect(store.read([keyOf('demoted')])).rejects.toMatchObject(refusedByReplica)
    await expect(store.scan({ kind: 'user', limit: 1 })).rejects.toMatchObject(refusedByReplica)
    await expect(store.compareAndSet(keyOf('demoted'), 'a', null)).rejects.toMatchObject(refusedByReplica)
    await expect(store.sweep({ nowMs: 1_000, limit: 1 })).rejects.toMatchObject(refusedByReplica)
    await pair.promote(0)
    await store.compareAndSet(keyOf('demoted'), null, documentOf('b'))
    expect(failovers).toHaveLength(1)
    await pair.resumeReplication()
  })
})
