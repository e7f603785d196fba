import Database from 'better-sqlite3'
import { describe, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { requestsAgreeWithModel } from './run-request-model.js'

describe('requests of one user', () => {
  it('agree with the model after every step, in memory', async () => {
    await requestsAgreeWithModel(async () => ({ store: memoryStore(), close: () => undefined }), 1)
  })

  it('agree with the model after every step, in SQLite', async () => {
    await requestsAgreeWithModel(async () => {
      const database = new Database(':memory:')
      const store = sqliteStore({ database })
      await store.createSchema()
      return { store, close: () => void database.close() }
    }, 0.2)
  })
})
