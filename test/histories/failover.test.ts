import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Store } from '../../src/index.js'
import type { Loss } from '../faults/losing-store.js'
import { losingPair } from '../faults/losing-store.js'
import type { StorePair } from '../faults/store-pair.js'
import { createStorePair } from '../faults/store-pair.js'
import { jumpingTimer } from '../support/jumping-timer.js'
import { rounds } from '../support/rounds.js'
import type { HistoryClient } from './client.js'
import { createHistoryClient } from './client.js'
import type { Dice } from './dice.js'
import { createDice } from './dice.js'
import { expectLinearizable } from './expect-linearizable.js'
import type { Operation } from './history.js'
import type { HistoryProcess } from './record.js'
import { record } from './record.js'

const histories = rounds(25)
const baseSeed = fc.readConfigureGlobal().seed ?? 1
/** Mostly writes that a failover takes back. */
const lossesOfPair: readonly Loss[] = ['notKept', 'notKept', 'answerLost', 'writeLost', 'lateAfterWrite']
const nowhere = { driver: 'better-sqlite3', url: 'nowhere' } as const

it('what calls state about one pass is linearizable over failovers that take writes back', async () => {
  let stated = 0
  let failovers = 0
  for (let index = 0; index < histories; index += 1) {
    const seed = (baseSeed + index) >>> 0
    const pair = createStorePair()
    const dice = createDice(seed)
    const history = await record([inProcess(pair, dice), inProcess(pair, dice)], {
      ...{ address: nowhere, user: 'ada', seed, lossesInHundred: 30, isFalseLost: false, stepsOfEach: 6 },
      async onStep() {
        await delay(dice)
        if (dice(2) === 0 || !pair.hasUnkept()) return
        pair.failover()
        failovers += 1
      },
    })
    const operations = history.filter(isStating)
    expectLinearizable(operations, seed)
    stated += operations.filter(({ answer }) => answer !== undefined).length
  }
  expect(stated).toBeGreaterThan(histories * 10)
  expect(failovers).toBeGreaterThan(histories / 2)
})

/** Reads and refusals show what the store shows, which a failover can take back. A counted wrong code is no such refusal. */
function isStating({ answer }: Operation): boolean {
  if (answer?.kind === 'refused') return answer.reason === 'wrongCode'
  return answer?.kind !== 'seen' && answer?.kind !== 'explained'
}

/** A process of its own, with its own connection, in the process of this test. */
function inProcess(pair: StorePair, dice: Dice): HistoryProcess {
  let client: HistoryClient | undefined
  return {
    async begin(conduct) {
      const lose = (next: Parameters<typeof losingPair>[1]): Store => delayed(losingPair(pair, next), dice)
      client = createHistoryClient(conduct, {
        lose,
        all: lossesOfPair,
        timer: jumpingTimer(2_000),
        close: async () => undefined,
      })
    },
    async fill(order) {
      if (!client) throw new Error('The history has not begun')
      return client.fill(order)
    },
    end: async () => undefined,
  }
}

function delayed(store: Store, dice: Dice): Store {
  const late = async <T>(work: () => Promise<T>): Promise<T> => {
    await delay(dice)
    try {
      return await work()
    } finally {
      await delay(dice)
    }
  }
  return {
    ...store,
    read: (keys) => late(() => store.read(keys)),
    compareAndSet: (...write) => late(() => store.compareAndSet(...write)),
  }
}

async function delay(dice: Dice): Promise<void> {
  for (let ticks = dice(4); ticks > 0; ticks -= 1) await setImmediate()
}
