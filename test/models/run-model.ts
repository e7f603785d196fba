import fc from 'fast-check'
import type { Store } from '../../src/ports/store.js'
import { runs } from '../support/races.js'
import { createWorld } from '../support/world.js'
import { commands, issue } from './commands.js'
import { emptyModel, limits } from './pass.model.js'

/** Runs random commands on the store and on the model, which must agree after every step. */
export async function agreesWithModel(createStore: () => Promise<Store> | Store, share: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.commands([...commands], { size: '+1', maxCommands: 40 }), async (once, list) => {
      const world = createWorld({
        store: await createStore(),
        policy: {
          wrongCodesBeforeLockout: limits.lockout,
          wrongCodesBeforeRevocation: limits.revocation,
          lockoutInSeconds: limits.firstLockoutMs / 1_000,
          maximumLockoutInSeconds: limits.maxLockoutMs / 1_000,
        },
      })
      const model = emptyModel(world.clock.now())
      await issue(once, 0, 60).run(model, world)
      await fc.asyncModelRun(() => ({ model, real: world }), list)
    }),
    runs(share),
  )
}
