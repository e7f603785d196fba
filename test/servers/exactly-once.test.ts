import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PolicyPatch, Tap } from '../../src/index.js'
import { installedKinds } from '../local-servers/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'
import { createBarrier } from '../support/barrier.js'
import { wrongCode } from '../support/codes.js'
import type { StartedProcess } from '../support/processes.js'
import { startProcess } from '../support/processes.js'
import { rounds } from '../support/rounds.js'
import { admin } from '../support/world.js'
import type { Crowd, Entered, Made, Round } from './crowd.js'
import { enter, tapOfCrowd } from './crowd.js'

const module = new URL('./crowd.ts', import.meta.url)
const processCount = 2

for (const kind of installedKinds)
  describe(`two processes in ${kind.name}:`, () => {
    const barrier = createBarrier(processCount)
    const processes: StartedProcess[] = []
    let server: StoreServer

    beforeAll(async () => {
      server = await shareServer(kind)
      for (let each = 0; each < processCount; each += 1) processes.push(startProcess(() => barrier.arrive()))
    })
    afterAll(async () => {
      await Promise.all(processes.map(({ kill }) => kill()))
      await server?.stop()
    })

    /** Runs the same rounds in every process at once. Returns, for each round, the outcomes of all processes. */
    async function together<Answer>(task: string, crowd: Crowd): Promise<readonly (readonly Answer[])[]> {
      const answers = await Promise.all(
        processes.map((process) => process.run({ module, name: task, argument: crowd })),
      )
      return crowd.rounds.map((_, round) => (answers as Answer[][][]).flatMap((rounds) => rounds[round] ?? []))
    }

    it('50 parallel right codes sign in once, in every round', async () => {
      await withCrowd(server, {}, async ({ address, policy, tap }) => {
        const passes = await prepare(tap, rounds(20), true)
        const guesses = passes.map(({ user, code }) => ({ user, codes: new Array(25).fill(code) }))
        const entered = await together<Entered>('typeTogether', { address, policy, rounds: guesses })
        expect(entered).toHaveLength(passes.length)
        for (const round of entered) {
          expect(round).toHaveLength(50)
          expect(countOf(round, 'signedIn')).toBe(1)
          expect(countOf(round, 'oneTimeUsed') + countOf(round, 'TAP_BUSY')).toBe(49)
        }
      })
    })

    it('10 of 200 wrong codes are compared before a lockout', async () => {
      await withCrowd(server, { wrongCodesBeforeLockout: 10 }, async ({ address, policy, tap }) => {
        const passes = await prepare(tap, rounds(3), false)
        const guesses = passes.map(({ user }) => ({ user, codes: wrongCodes(100) }))
        const entered = await together<Entered>('typeTogether', { address, policy, rounds: guesses })
        for (const [index, { user, code }] of passes.entries()) {
          const round = entered[index] ?? []
          expect(countOf(round, 'wrongCode')).toBe(10)
          expect(countOf(round, 'lockedOut') + countOf(round, 'TAP_BUSY')).toBe(190)
          expect(await tap.users.explain({ actor: admin, user })).toMatchObject({
            usability: 'lockedOut',
            wrongCodes: 10,
          })
          expect(await enter(tap, user, code)).toBe('lockedOut')
        }
      })
    })

    it('20 of 200 wrong codes are compared before a revocation', async () => {
      const limits = { wrongCodesBeforeLockout: 100, wrongCodesBeforeRevocation: 20 }
      await withCrowd(server, limits, async ({ address, policy, tap }) => {
        const passes = await prepare(tap, rounds(3), false)
        const guesses = passes.map(({ user, code }) => ({ user, codes: wrongCodes(100).with(60, code) }))
        const entered = await together<Entered>('typeTogether', { address, policy, rounds: guesses })
        for (const [index, { user, code }] of passes.entries()) {
          const round = entered[index] ?? []
          expect(countOf(round, 'wrongCode')).toBe(20)
          const refused = countOf(round, 'revoked') + countOf(round, 'TAP_BUSY')
          expect(refused + countOf(round, 'signedIn')).toBe(180)
          expect(refused).toBeGreaterThanOrEqual(178)
          expect(await enter(tap, user, code)).toBe('revoked')
        }
      })
    })

    it('20 parallel creates leave one valid code', async () => {
      const patient = { wrongCodesBeforeLockout: 100, wrongCodesBeforeRevocation: 100 }
      await withCrowd(server, patient, async ({ address, policy, tap }) => {
        const passes = await prepare(tap, rounds(8), false)
        const oldCodes = passes.map(({ user, code }) => ({ user, codes: new Array(10).fill(code) }))
        const made = await together<Made>('createTogether', { address, policy, rounds: oldCodes })
        for (const [index, { user }] of passes.entries()) {
          const round = made[index] ?? []
          expect(round).toHaveLength(20)
          expect(round.map(({ afterwards }) => afterwards)).toEqual(new Array(20).fill('wrongCode'))
          const entered: Entered[] = []
          for (const { code } of round) entered.push(await enter(tap, user, code))
          expect(countOf(entered, 'signedIn')).toBe(1)
          expect(countOf(entered, 'wrongCode')).toBe(19)
        }
      })
    })
  })

interface Storage {
  readonly address: StoreAddress
  readonly policy: PolicyPatch
  readonly tap: Tap
}

async function withCrowd(
  server: StoreServer,
  policy: PolicyPatch,
  work: (storage: Storage) => Promise<void>,
): Promise<void> {
  const address = await server.fresh()
  const { store, close }: OpenedStore = await openStore(address)
  try {
    await work({ address, policy, tap: tapOfCrowd(store, policy) })
  } finally {
    await close()
  }
}

/** Creates a pass for each of `count` users. */
async function prepare(
  tap: Tap,
  count: number,
  isUsableOnce: boolean,
): Promise<readonly { readonly user: string; readonly code: string }[]> {
  const users = Array.from({ length: count }, (_, index) => `user-${index}`)
  return Promise.all(
    users.map(async (user) => {
      const { temporaryAccessPass: code } = await tap.passes.create({ actor: admin, user, isUsableOnce })
      return { user, code }
    }),
  )
}

function wrongCodes(count: number): Round['codes'] {
  return Array.from({ length: count }, (_, index) => wrongCode(index))
}

function countOf(values: readonly string[], value: string): number {
  return values.filter((other) => other === value).length
}
