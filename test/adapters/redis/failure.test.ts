import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { redisFailure } from '../../../adapters/redis/failure.js'
import type { RedisClient } from '../../../adapters/redis/index.js'
import { storeOutcome } from '../../../src/ports/store-error.js'
import type { RedisProcess } from '../../local-servers/redis-process.js'
import { redisServerPath, startRedisProcess } from '../../local-servers/redis-process.js'
import type { TcpProxy } from '../../support/tcp-proxy.js'
import { startTcpProxy } from '../../support/tcp-proxy.js'
import { until } from '../../support/time-limits.js'
import { documentOf, keyOf, storeOver } from './clients.js'

describe('an error of Redis', () => {
  it.each([
    ['notWritten', "OOM command not allowed when used memory > 'maxmemory'."],
    ['notWritten', "READONLY You can't write against a read only replica."],
    ['notWritten', 'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.'],
    ['notWritten', 'NOREPLICAS Not enough good replicas to write.'],
    ['unknown', "NOPERM ACL failure in script: this user has no permissions to run the 'zadd' command"],
    ['unknown', 'WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['unknown', 'UNKILLABLE Sorry the script already executed write commands'],
    ['unknown', 'Connection is closed.'],
    ['unknown', 'Reply: OOM command not allowed'],
  ])('is %s: %s', (outcome, message) => {
    expect(storeOutcome(redisFailure(new Error(message)))).toBe(outcome)
  })
})

describe.runIf(redisServerPath() !== undefined)('redisStore', () => {
  let server: RedisProcess
  let proxy: TcpProxy
  const closes: (() => unknown)[] = []
  beforeEach(async () => {
    server = await startRedisProcess()
    proxy = await startTcpProxy(server.port)
  })
  afterEach(async () => {
    for (const close of closes.splice(0)) close()
    await proxy.close()
    await server.stop()
  })

  const connect = async (name: 'ioredis' | 'node-redis'): Promise<RedisClient> => {
    if (name === 'ioredis') {
      const client = new Redis(proxy.port, '127.0.0.1')
      client.on('error', () => {})
      closes.push(() => client.disconnect())
      return client
    }
    const client = createClient({ url: `redis://127.0.0.1:${proxy.port}` })
    client.on('error', () => {})
    await client.connect()
    closes.push(() => client.destroy())
    return client
  }

  /** The server cannot write its snapshot where a folder has its name. */
  const failToSave = async () => {
    const [, folder] = (await server.command('CONFIG', 'GET', 'dir')) as readonly string[]
    mkdirSync(join(folder ?? '', 'dump.rdb'), { recursive: true })
    await server.command('CONFIG', 'SET', 'save', '3600 1')
    await server.command('BGSAVE')
    await until(async () => String(await server.command('INFO', 'persistence')).includes('rdb_last_bgsave_status:err'))
  }

  it.each(['ioredis', 'node-redis'] as const)(
    'over %s knows that a refusal wrote nothing, also with waitForReplicas',
    async (name) => {
      const client = await connect(name)
      for (const options of [{}, { waitForReplicas: { count: 1, timeoutMs: 1 } }]) {
        const store = storeOver(client, options)
        await store.read([keyOf('ada')])
        const write = () => store.compareAndSet(keyOf('ada'), null, documentOf('a'))
        await server.command('CONFIG', 'SET', 'min-replicas-to-write', 1)
        await expect(write()).rejects.toMatchObject({
          outcome: 'notWritten',
          message: expect.stringMatching(/^NOREPLICAS/),
        })
        await server.command('CONFIG', 'SET', 'min-replicas-to-write', 0)
        await server.command('CONFIG', 'SET', 'maxmemory', 1)
        await expect(write()).rejects.toMatchObject({ outcome: 'notWritten', message: expect.stringMatching(/^OOM/) })
        await server.command('CONFIG', 'SET', 'maxmemory', 0)
        await failToSave()
        await expect(write()).rejects.toMatchObject({
          outcome: 'notWritten',
          message: expect.stringMatching(/^MISCONF/),
        })
        await server.command('CONFIG', 'SET', 'save', '')
        expect(await store.read([keyOf('ada')])).toEqual([undefined])
      }
    },
  )

  it.each(['ioredis', 'node-redis'] as const)(
    'over %s does not know whether a script wrote whose answer was lost, whatever the next reply says',
    async (name) => {
      const store = storeOver(await connect(name))
      await store.read([keyOf('ada')])
      const armed = proxy.arm('lostAfter', 1)
      const writing = store.compareAndSet(keyOf('ada'), null, documentOf('a')).catch((error: unknown) => error)
      await armed.struck
      await server.command('CONFIG', 'SET', 'maxmemory', 1)
      expect(storeOutcome(await writing)).toBe('unknown')
      expect(await store.read([keyOf('ada')])).toEqual([documentOf('a')])
    },
  )
})
