import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RedisFailover, StoreWarning } from '../../../adapters/redis/index.js'
import { redisStore } from '../../../adapters/redis/index.js'
import { buildRedisStore } from '../../../adapters/redis/store.js'
import type { RedisProcess } from '../../local-servers/redis-process.js'
import { redisServerPath, startRedisProcess } from '../../local-servers/redis-process.js'
import { until } from '../../support/time-limits.js'
import { documentOf, farFutureMs, keyOf, storeOver } from './clients.js'

describe.runIf(redisServerPath() !== undefined)('redisStore, before it uses a server,', () => {
  let server: RedisProcess
  const clients: Redis[] = []
  beforeAll(async () => {
    server = await startRedisProcess()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect()
    await server.command('CONFIG', 'SET', ...Object.entries(durableSettings).flat())
  })
  afterAll(() => server.stop())

  const connect = (user?: string) => {
    const account = user === undefined ? {} : { username: user, password: 'secret', enableReadyCheck: false }
    const client = new Redis(server.port, account)
    client.on('error', () => {})
    clients.push(client)
    return client
  }
  const warningsOf = async (client: Redis) => {
    const warnings: StoreWarning[] = []
    const store = redisStore({ client, onWarning: (warning) => warnings.push(warning) })
    await store.read([keyOf('ada'), keyOf('grace')])
    await store.scan({ kind: 'user', limit: 1 })
    return warnings
  }

  it.each([
    'allkeys-lru',
    'allkeys-lfu',
    'allkeys-random',
    'volatile-lru',
    'volatile-lfu',
    'volatile-random',
    'volatile-ttl',
  ])('refuses maxmemory-policy %s with an explanation, and checks again at the next call', async (policy) => {
    await server.command('CONFIG', 'SET', 'maxmemory-policy', policy)
    const store = storeOver(connect())
    const calls = [
      () => store.read([keyOf('ada')]),
      () => store.compareAndSet(keyOf('ada'), null, documentOf('a')),
      () => store.scan({ kind: 'user', limit: 1 }),
      () => store.sweep({ nowMs: 0, limit: 1 }),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toThrow(new RegExp(`maxmemory-policy ${policy}.*that a pass was used.*noeviction`))
    }
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    expect(await store.read([keyOf('ada')])).toEqual([undefined])
  })

  it('refuses a server that evicts, even if it may not run CONFIG', async () => {
    await server.command('ACL', 'SETUSER', 'app', 'on', '>secret', '~*', '+@all', '-config')
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await expect(storeOver(connect('app')).read([keyOf('ada')])).rejects.toThrow('maxmemory-policy allkeys-lru')
  })

  it('does not warn on a server that writes to disk before it acknowledges', async () => {
    expect(await warningsOf(connect())).toEqual([])
  })

  it.each([
    ['appendfsync', 'everysec'],
    ['appendfsync', 'no'],
    ['appendonly', 'no'],
  ])('warns once of %s %s', async (setting, value) => {
    await server.command('CONFIG', 'SET', setting, value)
    const message = expect.stringContaining(`${setting} is ${value}: Redis acknowledges writes before they are on disk`)
    expect(await warningsOf(connect())).toEqual([{ setting, value, message }])
  })

  it('works for a user who may only run scripts, and warns of unchecked settings', async () => {
    const scripts = ['hget', 'hmget', 'hset', 'del', 'zadd', 'zrem', 'zscore', 'zrangebylex', 'zrangebyscore']
    const allowed = [...scripts, 'persist', 'pexpireat', 'time', 'eval'].map((name) => `+${name}`)
    await server.command('ACL', 'SETUSER', 'least', 'on', '>secret', '~tap:*', '-@all', ...allowed)
    const client = connect('least')
    expect(await warningsOf(client)).toEqual([
      { setting: 'maxmemory-policy', value: '', message: expect.stringContaining('could not be checked; allow') },
    ])
    const store = storeOver(client)
    expect(await store.compareAndSet(keyOf('least'), null, documentOf('a', 1_000))).toBe(true)
    expect(await store.compareAndSet(keyOf('least'), 'a', documentOf('b', 1_000))).toBe(true)
    expect(await store.sweep({ nowMs: 1_000, limit: 10 })).toBe(1)
  })

  it('reads, sweeps and removes on a full server, where writes fail', async () => {
    const store = storeOver(connect())
    await store.compareAndSet(keyOf('kept'), null, documentOf('a', farFutureMs))
    await store.compareAndSet(keyOf('past'), null, documentOf('a', 1_000))
    await server.command('CONFIG', 'SET', 'maxmemory', '1')
    await expect(store.compareAndSet(keyOf('kept'), 'a', documentOf('b', farFutureMs))).rejects.toMatchObject({
      outcome: 'notWritten',
      message: expect.stringMatching(/^OOM/),
    })
    expect(await store.read([keyOf('kept')])).toEqual([documentOf('a', farFutureMs)])
    expect(await store.sweep({ nowMs: 1_000, limit: 10 })).toBe(1)
    expect(await store.compareAndSet(keyOf('kept'), 'a', null)).toBe(true)
  })
})

describe.runIf(redisServerPath() !== undefined)('redisStore, on a running server,', () => {
  let server: RedisProcess
  let client: Redis
  let nowMs = 1_700_000_000_000
  beforeAll(async () => {
    server = await startRedisProcess()
    client = new Redis(server.port)
  })
  afterEach(() => server.command('CONFIG', 'SET', ...Object.entries(durableSettings).flat()))
  afterAll(async () => {
    client.disconnect()
    await server.stop()
  })
  const watched = (warnings: StoreWarning[]) =>
    buildRedisStore({ client, onWarning: (warning) => warnings.push(warning) }, () => nowMs)

  it('notices within five minutes that the server now evicts, refuses it, and reports it once', async () => {
    const warnings: StoreWarning[] = []
    const store = watched(warnings)
    await store.read([keyOf('ada')])
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    nowMs += 299_999
    expect(await store.read([keyOf('ada')])).toEqual([undefined])
    nowMs += 1
    for (const call of [
      () => store.read([keyOf('ada')]),
      () => store.compareAndSet(keyOf('ada'), null, documentOf('a')),
    ]) {
      await expect(call()).rejects.toMatchObject({
        outcome: 'notWritten',
        message: expect.stringMatching(/maxmemory-policy allkeys-lru/),
      })
    }
    expect(warnings).toMatchObject([{ setting: 'maxmemory-policy', value: 'allkeys-lru' }])
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    expect(await store.read([keyOf('ada')])).toEqual([undefined])
  })

  it.each([
    ['appendonly', 'no', 'yes'],
    ['appendfsync', 'everysec', 'always'],
  ])('warns within five minutes of %s %s, and again if it returns', async (setting, unsafe, safe) => {
    const warnings: StoreWarning[] = []
    const store = watched(warnings)
    const lookAgainAt = async (value: string, reports: number) => {
      await server.command('CONFIG', 'SET', setting, value)
      nowMs += 300_000
      await store.read([keyOf('ada')])
      await store.read([keyOf('ada')])
      await until(() => warnings.length >= reports)
      expect(warnings).toMatchObject(Array.from({ length: reports }, () => ({ setting, value: unsafe })))
    }
    await store.read([keyOf('ada')])
    await lookAgainAt(unsafe, 1)
    await lookAgainAt(unsafe, 1)
    await lookAgainAt(safe, 1)
    await lookAgainAt(unsafe, 2)
  })

  it('looks at the settings once, however many calls are due', async () => {
    const store = watched([])
    await store.read([keyOf('ada')])
    const looks = async () =>
      Number(/cmdstat_config\|get:calls=(\d+)/.exec(String(await server.command('INFO', 'commandstats')))?.[1] ?? 0)
    const before = await looks()
    nowMs += 300_000
    await Promise.all(Array.from({ length: 20 }, () => store.read([keyOf('ada')])))
    await until(async () => (await looks()) > before)
    expect(await looks()).toBe(before + 1)
  })

  it('looks again when the clock was set back', async () => {
    const store = watched([])
    await store.read([keyOf('ada')])
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    nowMs -= 1
    await expect(store.read([keyOf('ada')])).rejects.toThrow('maxmemory-policy')
  })
})

describe.runIf(redisServerPath() !== undefined)('redisStore, after a restart of its server,', () => {
  let server: RedisProcess
  let client: Redis
  // A separate server: the other one can lose acknowledged writes while it turns its append-only file on and off.
  beforeEach(async () => {
    server = await startRedisProcess()
    client = new Redis(server.port)
    client.on('error', () => {})
  })
  afterEach(async () => {
    client.disconnect()
    await server.stop()
  })
  const restart = async () => {
    await server.kill()
    await server.resume()
  }

  it('reports the restart once, at the first write', async () => {
    const failovers: RedisFailover[] = []
    const store = storeOver(client, { onFailover: (failover) => failovers.push(failover) })
    await store.compareAndSet(keyOf('ada'), null, documentOf('a'))
    const before = await replicationIdOf(server)
    await restart()
    expect(await store.compareAndSet(keyOf('ada'), 'a', documentOf('b'))).toBe(true)
    expect(await store.compareAndSet(keyOf('ada'), 'b', documentOf('c'))).toBe(true)
    const after = await replicationIdOf(server)
    expect(failovers).toEqual([{ previousReplicationId: before, replicationId: after }])
  })

  it('checks the server again', async () => {
    const store = storeOver(client)
    await store.compareAndSet(keyOf('ada'), null, documentOf('a'))
    await restart()
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    expect(await store.compareAndSet(keyOf('ada'), 'a', null)).toBe(true)
    await expect(store.read([keyOf('ada')])).rejects.toThrow('maxmemory-policy allkeys-lru')
  })
})

const durableSettings = { 'maxmemory-policy': 'noeviction', maxmemory: '0', appendonly: 'yes', appendfsync: 'always' }

async function replicationIdOf(server: RedisProcess): Promise<string | undefined> {
  return /master_replid:(\w+)/.exec(String(await server.command('INFO', 'replication')))?.[1]
}
