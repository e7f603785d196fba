import fc from 'fast-check'
import type { Store } from '../../src/ports/store.js'
import { runs } from '../support/races.js'
import { createRequestWorld } from '../verbs/requests/request-world.js'
import { requestCommands } from './request.commands.js'
import { emptyRequestModel, failuresBeforeLockout } from './request.model.js'

/** An empty store. */
export interface FreshStore {
  readonly store: Store
  close(): Promise<void> | void
}

/** Runs random commands on the store and in the model, and compares both after every command. */
export async function requestsMatchModel(open: () => Promise<FreshStore>, share: number): Promise<void> {
  const runsOfCommands = fc.commands([...requestCommands], { size: '+1', maxCommands: 25 })
  await fc.assert(
    fc.asyncProperty(runsOfCommands, async (commands) => {
      const { store, close } = await open()
      try {
        const rules = { failedProofsBeforeLockout: failuresBeforeLockout }
        const world = createRequestWorld({ store, requests: { rules }, policy: { retentionInDays: 365 } })
        const model = emptyRequestModel(world.clock.now())
        await fc.asyncModelRun(() => ({ model, real: world }), commands)
      } finally {
        await close()
      }
    }),
    runs(share),
  )
}
