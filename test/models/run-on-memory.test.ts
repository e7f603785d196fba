import { describe, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { agreesWithModel } from './run-model.js'

describe('passes of one user in memory', () => {
  it('agree with the model after every step', async () => {
    await agreesWithModel(memoryStore, 3)
  })
})
