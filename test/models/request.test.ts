import Database from 'better-sqlite3'
import { describe, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { requestsMatchModel } from './run-request-model.js'

describe('the requests of one user', () => {
  it('match the sequential model after every step, on the memory store', async () => {
    await requestsMatchModel(async () => ({ store: memoryStore(), close: () => undefined }), 1)
  })

  it('match the sequential model after every step, on SQLite', async () => {
    await requestsMatchModel(async () => {
      const database = new Database(':memory:')
      const store = sqliteStore({ database })
      await store.createSchema()
      return { store, close: () => void database.close() }
    }, 0.2)
  })
})
