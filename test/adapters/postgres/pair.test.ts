import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../support/servers/open-store.js'
import type { PostgresPair } from '../../support/servers/postgres-pair.js'
import { missingForPair, startPostgresPair } from '../../support/servers/postgres-pair.js'
import { throughPort } from '../../support/servers/store-address.js'

const key = { tenantId: 'acme', kind: 'user', id: 'ada' }
const document = { revision: 'r1', body: '{}', seal: 'c2VhbA', retainUntilMs: null }

describe.runIf(missingForPair() === undefined)('a PostgreSQL primary with a synchronous standby', () => {
  let pair: PostgresPair
  beforeAll(async () => {
    pair = await startPostgresPair()
  })
  afterAll(() => pair.stop())

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
