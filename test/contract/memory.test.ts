import { describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { memoryStore } from '../../adapters/memory/index.js'

// All clients of a memory store are the same object.
describe('a memory store', () => {
  const store = memoryStore()
  for (const { name, run } of storeContract) {
    it(name, () => run({ open: async () => store }))
  }
})
