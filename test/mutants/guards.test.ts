import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoreContractCase } from '../../adapters/contract/index.js'
import { storeContract } from '../../adapters/contract/index.js'
import { installedKinds } from '../local-servers/index.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreServer } from '../local-servers/store-server.js'
import type { Mutation } from './mutation.js'
import { interceptionOf } from './mutation.js'
import { openMutated } from './open-mutated.js'
import { redisMutations } from './redis.js'
import { sqlMutations } from './sql.js'

// One driver of each store is enough, because the others send the same statements. A cluster runs the same scripts.
const kinds = installedKinds.filter(({ drivers: [driver] }) => driver in openMutated)

for (const kind of kinds)
  describe(`the store over ${kind.name}`, () => {
    const [driver] = kind.drivers
    const mutations = kind.name === 'Redis' ? redisMutations : sqlMutations
    const opened: OpenedStore[] = []
    let server: StoreServer
    beforeAll(async () => {
      server = await shareServer(kind)
    })
    afterAll(async () => {
      await Promise.all(opened.map(({ close }) => close()))
      await server?.stop()
    })

    /** Runs one case of the contract on an empty storage. */
    async function runMutated({ run }: StoreContractCase, mutation: Partial<Mutation>): Promise<MutatedRun> {
      const address = await server.fresh(driver)
      const interception = interceptionOf(mutation)
      const open = async () => {
        const client = await openMutated[driver]?.(address, interception)
        if (!client) throw new RangeError(`No mutated ${driver}`)
        opened.push(client)
        return client.store
      }
      const failure = await run({ open }).then(
        () => undefined,
        (error: unknown) => error,
      )
      return { failure, changes: interception.changes() }
    }

    for (const mutation of mutations)
      it(`fails the contract without ${mutation.without}`, async () => {
        const { failure, changes } = await runMutated(caseNamed(mutation.caughtBy), mutation)
        expect(changes, 'number of statements or results that the mutation changed').toBeGreaterThan(0)
        // The failure must come from the case and not from an invalid statement.
        expect(failure).toBeInstanceOf(Error)
        expect(String(failure)).toMatch(/expected/i)
      })

    it('passes without a mutation', async () => {
      for (const caughtBy of new Set(mutations.map((mutation) => mutation.caughtBy))) {
        expect(await runMutated(caseNamed(caughtBy), {})).toEqual({ failure: undefined, changes: 0 })
      }
    })
  })

interface MutatedRun {
  readonly failure: unknown
  /** The number of statements or results that the mutation changed. */
  readonly changes: number
}

function caseNamed(name: string): StoreContractCase {
  const found = storeContract.find((one) => one.name === name)
  if (!found) throw new Error(`The contract has no case "${name}"`)
  return found
}
