import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { storeOutcome } from '../../../src/ports/store-error.js'
import { openStore } from '../../local-servers/open-store.js'
import { postgres } from '../../local-servers/postgres.js'
import type { PostgresPair } from '../../local-servers/postgres-pair.js'
import { missingForPair, startPostgresPair } from '../../local-servers/postgres-pair.js'
import { throughPort } from '../../local-servers/store-address.js'

const key = { tenantId: 'acme', kind: 'user', id: 'ada' }
const document = { revision: 'r1', body: '{}', seal: 'c2VhbA', retainUntilMs: null }

describe.runIf(missingForPair() === undefined)('a PostgreSQL primary with a synchronous standby', () => {
  let pair: PostgresPair
  beforeAll(async () => {
    pair = await startPostgresPair()
  })
  afterAll(() => pair.stop())

  it.each(postgres.drivers)('is what the store over %s reads from, never its standby', async (driver) => {
    const address = await pair.fresh(driver)
    const [primary, standby] = [await openStore(address), await openStore(throughPort(address, pair.standbyPort))]
    onTestFinished(async () => {
      await pair.resumeReplay()
      await Promise.all([primary.close(), standby.close()])
    })
    await primary.store.compareAndSet(key, null, document)
    await pair.pauseReplay()
    await primary.store.compareAndSet(key, 'r1', null)
    const calls = [
      () => standby.store.read([key]),
      () => standby.store.scan({ kind: 'user', limit: 1 }),
      () => standby.store.scan({ kind: 'user', tenantId: 'acme', limit: 1 }),
      () => standby.store.sweep({ nowMs: 0, limit: 1 }),
      () => standby.store.compareAndSet(key, null, null),
      () => standby.store.compareAndSet(key, 'r1', null),
    ]
    for (const call of calls) {
      const error: unknown = await call().catch((thrown: unknown) => thrown)
      // A connection that the store gave up closes during a later call.
      if (storeOutcome(error) === 'unknown') expect(String(error)).toMatch(/CONNECTION_CLOSED|terminat/)
      else expect(error).toMatchObject({ outcome: 'notWritten', message: expect.stringMatching(/primary/) })
    }
  })

  it('loses no acknowledged write when the primary is killed and the standby is promoted', async () => {
    const address = await pair.fresh()
    const before = await openStore(address)
    const acknowledged: string[] = []
    let isKilled = false
    const writing = Promise.all(
      [0, 1, 2, 3].map(async (writer) => {
        for (let turn = 0; !isKilled; turn += 1) {
          const id = `${writer}-${turn}`
          const written = await before.store.compareAndSet({ ...key, id }, null, document).catch(() => false)
          if (written) acknowledged.push(id)
        }
      }),
    )
    while (acknowledged.length < 50) await new Promise((resolve) => setImmediate(resolve))
    await pair.killPrimary()
    isKilled = true
    await writing
    await before.close()

    await pair.promote()
    const { store, close } = await openStore(throughPort(address, pair.standbyPort))
    const found = await store.read(acknowledged.map((id) => ({ ...key, id })))
    expect(found).toEqual(acknowledged.map(() => document))
    expect(await store.compareAndSet(key, null, document)).toBe(true)
    await close()
  })
})
