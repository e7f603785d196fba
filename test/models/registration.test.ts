import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { Store } from '../../src/ports/store.js'
import { runs } from '../support/races.js'
import { createWorld } from '../support/world.js'
import type { Real } from './registration.commands.js'
import { commands, issue } from './registration.commands.js'
import type { RegistrationModel } from './registration.model.js'
import { maximum } from './registration.model.js'

const beginnings = fc.tuple(
  fc.boolean(),
  fc.constantFrom(15, 60),
  fc.constantFrom<'signIn' | 'registration'>('signIn', 'registration'),
)

/** Runs random commands on the store and on the model, which must agree after every step. */
async function agreesWithModel(createStore: () => Promise<Store> | Store, share: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      beginnings,
      fc.commands([...commands], { size: '+1', maxCommands: 50 }),
      async (beginning, list) => {
        const policy = { registrableCredentials: { types: ['passkey'], maximum } }
        const world = createWorld({ store: await createStore(), policy })
        const real: Real = { world, tap: world.tap, keys: world.keys, code: '', grants: [] }
        const model: RegistrationModel = {
          nowMs: world.clock.now(),
          pass: undefined,
          signIns: [],
          registrations: [],
          isUserEnabled: true,
          isPolicyEnabled: true,
        }
        await issue(...beginning).run(model, real)
        await fc.asyncModelRun(() => ({ model, real }), list)
      },
    ),
    runs(share),
  )
}

describe('registrations of one user', () => {
  it('agree with the model after every step, in memory', async () => {
    await agreesWithModel(memoryStore, 2)
  })

  it('agree with the model after every step, in SQLite', async () => {
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
