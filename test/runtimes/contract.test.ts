import { storeContract } from 'temporary-access-pass/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { runtimes } from './runtimes.js'
import type { Served } from './serve-program.js'

describe.each(runtimes)('on $name', ({ serve, stores }) => {
  let served: Served
  beforeAll(async () => {
    served = await serve()
    return () => served.stop()
  })

  // Every client of a case uses its own connection.
  it.each(stores)('the store over %s passes every case of the contract', async (store) => {
    const response = await fetch(`${served.url}/contract?store=${store}`)
    const kept = Object.fromEntries(storeContract.map(({ name }) => [name, 'kept']))
    expect(await response.json()).toEqual(kept)
  })
})
