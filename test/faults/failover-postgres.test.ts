import { describe, expect, it, onTestFinished } from 'vitest'
import { missingForPair, startPostgresPair } from '../local-servers/postgres-pair.js'
import { throughPort } from '../local-servers/store-address.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { openTap } from './client.js'
import { underLoad } from './load.js'
import { prepareUnkeptCalls } from './stated-before-failover.js'

describe.runIf(missingForPair() === undefined)('a promoted standby of PostgreSQL', () => {
  it('has every acknowledged write and all that was stated, and serves the same clients', async () => {
    const pair = await startPostgresPair()
    onTestFinished(() => pair.stop())
    const proxy = await startTcpProxy(pair.primaryPort)
    onTestFinished(() => proxy.close())
    const address = throughPort(await pair.fresh(), proxy.port)
    const unkept = await prepareUnkeptCalls(address)
    const { issued } = await underLoad(address, { rounds: 1, answers: 60 }, (load) =>
      load.during(async () => {
        pair.isolateStandby()
        await unkept.ask(pair)
        await pair.killPrimary()
        await pair.promote()
        proxy.retarget(pair.standbyPort)
      }),
    )
    expect(issued).toBeGreaterThan(60)
    const { tap, close } = await openTap(address)
    onTestFinished(close)
    await unkept.expectHeld(tap)
    await unkept.close()
  })
})
