import { describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { memoryStore } from '../../adapters/memory/index.js'

// Its clients share one object: there is nothing else to connect to.
describe('a memory store', () => {
  const store = memoryStore()
  for (const { name, run } of storeContract) {
    it(name, () => run({ open: async () => store }))
  }
})
