import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RedisFailover } from '../../adapters/redis/index.js'
import { redisStore } from '../../adapters/redis/index.js'
import { installedKinds } from '../local-servers/index.js'
import { startRedisCluster } from '../local-servers/redis-cluster.js'
import type { RedisPair } from '../local-servers/redis-replica.js'
import { startRedisPair } from '../local-servers/redis-replica.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { throughPort } from '../local-servers/store-address.js'
import { rounds } from '../support/rounds.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { scaled, until } from '../support/time-limits.js'
import { enter, openTap, tapOf } from './client.js'
import { underLoad } from './load.js'
import { created, ended } from './verbs-on-the-wire.js'

/** The number of answers that every client receives at least between two failovers. */
const answers = 15
const replicated = { count: 1, timeoutMs: scaled(2_000) }
const installed = new Set(installedKinds.map(({ name }) => name))

describe.runIf(installed.has('Redis'))('a promoted Redis replica', () => {
  it('with waitForReplicas has every acknowledged write', async () => {
    const pair = await startRedisPair()
    onTestFinished(() => pair.stop())
    const proxy = await startTcpProxy(pair.master.port)
    onTestFinished(() => proxy.close())
    const address = waiting(throughPort(await pair.fresh(), proxy.port))
    const servers = [pair.master, ...pair.replicas]
    await underLoad(address, { rounds: rounds(3), answers }, async (load, round) => {
      const [old, next] = round % 2 === 0 ? servers : servers.toReversed()
      await load.during(async () => {
        await old?.kill()
        await next?.command('REPLICAOF', 'NO', 'ONE')
        proxy.retarget(next?.port ?? 0)
        await old?.resume()
        await old?.command('REPLICAOF', '127.0.0.1', next?.port ?? 0)
      })
    })
  })

  it('with waitForReplicas accepts a code once, even after a missed use', async () => {
    await usedUnseen(waiting, async ({ end, again }) => {
      expect(end).toEqual({ failed: 'TAP_PORT_FAILED' })
      expect(await again()).toBe('signedIn')
      expect(await again()).toBe('oneTimeUsed')
    })
  })

  it('without waitForReplicas accepts a used code again', async () => {
    await usedUnseen(
      (address) => address,
      async ({ end, again }) => {
        expect(end).toEqual({ answer: 'signedIn' })
        expect(await again()).toBe('signedIn')
        expect(await again()).toBe('oneTimeUsed')
      },
    )
  })

  it('without waitForReplicas is reported to the host', async () => {
    const pair = await startRedisPair()
    onTestFinished(() => pair.stop())
    const proxy = await startTcpProxy(pair.master.port)
    onTestFinished(() => proxy.close())
    const client = new Redis({ port: proxy.port, host: '127.0.0.1' })
    onTestFinished(() => client.disconnect())
    client.on('error', () => {})
    const reported: RedisFailover[] = []
    const tap = tapOf(redisStore({ client, onWarning: () => {}, onFailover: (failover) => reported.push(failover) }))
    const code = await created(tap, 'ada')
    await caughtUp(pair)
    await pair.master.kill()
    proxy.retarget(await pair.promote())
    expect(reported).toEqual([])
    expect(await enter(tap, 'ada', code)).toBe('signedIn')
    expect(reported).toHaveLength(1)
  })
})

describe.runIf(installed.has('Redis Cluster'))('a Redis Cluster', () => {
  it('with waitForReplicas keeps acknowledged writes when its masters are killed', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    await underLoad(waiting(await cluster.fresh()), { rounds: 3, answers }, (load, round) =>
      load.during(async () => {
        await cluster.killMaster(round)
        // The old master returns as a replica of the new one, which waits for a replica.
        await cluster.nodes[round]?.resume()
      }),
    )
  })
})

interface Used {
  /** How the sign-in ended that no replica received. */
  readonly end: unknown
  /** Sends the same code to the promoted replica. */
  again(): Promise<string>
}

/** Gives the replica a one-time pass but not its use, then kills the master and promotes the replica. */
async function usedUnseen(
  options: (address: StoreAddress) => StoreAddress,
  check: (used: Used) => Promise<void>,
): Promise<void> {
  const pair = await startRedisPair()
  onTestFinished(() => pair.stop())
  const fresh = await pair.fresh()
  const before = await openTap(options(fresh))
  const code = await created(before.tap, 'ada')
  await caughtUp(pair)
  await pair.pauseReplication()
  const end = await ended(enter(before.tap, 'ada', code))
  await before.close()
  await pair.master.kill()
  const after = await openTap(throughPort(fresh, await pair.promote()))
  await check({ end, again: () => enter(after.tap, 'ada', code) })
  await after.close()
}

function waiting(address: StoreAddress): StoreAddress {
  return { ...address, options: { ...address.options, ...replicated } }
}

async function caughtUp({ master }: RedisPair): Promise<void> {
  await until(async () => {
    const info = String(await master.command('INFO', 'replication'))
    const written = /master_repl_offset:(\d+)/.exec(info)?.[1]
    return info.includes(`state=online,offset=${written},`)
  })
}
