import { describe, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { agreesWithModel } from './run-model.js'

describe('one pass after another on the memory store', () => {
  it('agrees with the sequential model after every step, whatever happens to it', async () => {
    await agreesWithModel(memoryStore, 3)
  })
})
