import { describe, expect, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Store } from '../../src/ports/store.js'
import { badStores } from './bad-stores.js'
import { badStoresOfIds } from './bad-stores-of-ids.js'
import { badStoresOfLists } from './bad-stores-of-lists.js'

const all = [...badStores, ...badStoresOfIds, ...badStoresOfLists]

describe('the store contract', () => {
  for (const { fault, caughtBy, create } of all) {
    it(`catches a store that ${fault}`, async () => {
      const message = /: expected |could not be created|did not end|A page with the limit|syntax error/
      await expect(runCase(caughtBy, create())).rejects.toThrow(message)
    })
  }

  it('has a bad store for every case', () => {
    const unproven = storeContract.filter(({ name }) => all.every(({ caughtBy }) => caughtBy !== name))
    expect(unproven.map(({ name }) => name)).toEqual([])
  })

  it('gives every case a name of its own', () => {
    const names = storeContract.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('runs each case alone', async () => {
    for (const { name } of storeContract) {
      const store = memoryStore()
      await expect(
        runCase(name, () => store),
        name,
      ).resolves.toBeUndefined()
    }
  })
})

async function runCase(name: string, open: () => Store): Promise<void> {
  const found = storeContract.find((one) => one.name === name)
  if (found === undefined) throw new Error(`The contract has no case "${name}"`)
  await found.run({ open: async () => open() })
}
