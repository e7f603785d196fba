import { describe, expect, it, onTestFinished } from 'vitest'
import { missingForPair, startPostgresPair } from '../support/servers/postgres-pair.js'
import { throughPort } from '../support/servers/store-address.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { underLoad } from './load.js'

describe.runIf(missingForPair() === undefined)('a promoted standby of PostgreSQL', () => {
  it('has every acknowledged write and serves the same clients', async () => {
    const pair = await startPostgresPair()
    onTestFinished(() => pair.stop())
    const proxy = await startTcpProxy(pair.primaryPort)
    onTestFinished(() => proxy.close())
    const address = throughPort(await pair.fresh(), proxy.port)
    const { issued } = await underLoad(address, { rounds: 1, answers: 60 }, (load) =>
      load.during(async () => {
        await pair.killPrimary()
        await pair.promote()
        proxy.retarget(pair.standbyPort)
      }),
    )
    expect(issued).toBeGreaterThan(60)
  })
})
