import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RedisFailover } from '../../adapters/redis/index.js'
import { redisStore } from '../../adapters/redis/index.js'
import { installedKinds } from '../support/servers/index.js'
import { startRedisCluster } from '../support/servers/redis-cluster.js'
import type { RedisPair } from '../support/servers/redis-replica.js'
import { startRedisPair } from '../support/servers/redis-replica.js'
import type { StoreAddress } from '../support/servers/store-address.js'
import { throughPort } from '../support/servers/store-address.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { enter, openTap, tapOf } from './client.js'
import { underLoad } from './load.js'
import { created, ended } from './verbs-on-the-wire.js'

/** What a client does between two failovers, at least. */
const answers = 15
const replicated = { count: 1, timeoutMs: 1_000 }
const installed = new Set(installedKinds.map(({ name }) => name))

describe.runIf(installed.has('Redis'))('a replica of Redis that is promoted', () => {
  it('under load, with waitForReplicas: has every write that was acknowledged, and serves the same clients', async () => {
    const pair = await startRedisPair()
    onTestFinished(() => pair.stop())
    const proxy = await startTcpProxy(pair.master.port)
    onTestFinished(() => proxy.close())
    const address = waiting(throughPort(await pair.fresh(), proxy.port))
    const servers = [pair.master, ...pair.replicas]
    await underLoad(address, { rounds: 4, answers }, async (load, round) => {
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

  it('with waitForReplicas, having missed a use: nobody was told of a sign-in, and the code signs in once', async () => {
    await usedUnseen(waiting, async ({ end, again }) => {
      expect(end).toEqual({ failed: 'TAP_PORT_FAILED' })
      expect(await again()).toBe('signedIn')
      expect(await again()).toBe('oneTimeUsed')
    })
  })

  it('without waitForReplicas, having missed a use: the used code signs in again, as asynchronous replication allows', async () => {
    await usedUnseen(
      (address) => address,
      async ({ end, again }) => {
        expect(end).toEqual({ answer: 'signedIn' })
        expect(await again()).toBe('signedIn')
        expect(await again()).toBe('oneTimeUsed')
      },
    )
  })

  it('without waitForReplicas: the host is told that another server has taken over', async () => {
    const pair = await startRedisPair()
    onTestFinished(() => pair.stop())
    const proxy = await startTcpProxy(pair.master.port)
    onTestFinished(() => proxy.close())
    const client = new Redis({ port: proxy.port, host: '127.0.0.1' })
    onTestFinished(() => client.disconnect())
    client.on('error', () => {})
    const told: RedisFailover[] = []
    const tap = tapOf(redisStore({ client, onWarning: () => {}, onFailover: (failover) => told.push(failover) }))
    const code = await created(tap, 'ada')
    await caughtUp(pair)
    await pair.master.kill()
    proxy.retarget(await pair.promote())
    expect(told).toEqual([])
    expect(await enter(tap, 'ada', code)).toBe('signedIn')
    expect(told).toHaveLength(1)
  })
})

describe.runIf(installed.has('Redis Cluster'))('a Redis Cluster whose masters are killed', () => {
  it('under load, with waitForReplicas: keeps what it acknowledged, and serves the same clients', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    await underLoad(waiting(await cluster.fresh()), { rounds: 3, answers }, (load, round) =>
      load.during(async () => {
        await cluster.killMaster(round)
        // Back as a replica of the one that took over, so that there is somebody to wait for.
        await cluster.nodes[round]?.resume()
      }),
    )
  })
})

interface Used {
  /** How the sign-in ended that no replica saw. */
  readonly end: unknown
  /** The same code, to the promoted replica. */
  again(): Promise<string>
}

/** A one-time pass that is on the replica; its use is not. Then the master dies and the replica is promoted. */
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
  for (;;) {
    const info = String(await master.command('INFO', 'replication'))
    const written = /master_repl_offset:(\d+)/.exec(info)?.[1]
    if (info.includes(`state=online,offset=${written},`)) return
  }
}
