import Database from 'better-sqlite3'
import { describe, it } from 'vitest'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { agreesWithModel } from './run-model.js'

describe('passes of one user in SQLite', () => {
  it('agree with the model after every step', async () => {
    const open: Database.Database[] = []
    try {
      await agreesWithModel(async () => {
        const database = new Database(':memory:')
        open.push(database)
        const store = sqliteStore({ database })
        await store.createSchema()
        return store
      }, 0.3)
    } finally {
      for (const database of open) database.close()
    }
  })
})
