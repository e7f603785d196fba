import { describe, expect, it } from 'vitest'
import { roundsFactor } from '../support/rounds.js'
import type { Act } from './schedules/acts.js'
import { complete, create, forget, guess, remove, removeNamed, repudiate, signIn, unlock } from './schedules/acts.js'
import { callersOf } from './schedules/callers.js'
import { exploreAll } from './schedules/explore.js'
import { brokenLaws } from './schedules/laws.js'
import type { Scene } from './schedules/scenes.js'
import { empty, registering, usable } from './schedules/scenes.js'

type Pair = readonly [scene: Scene, one: Act, other: Act]

const [first, second] = [complete(1), complete(2)]

/** More than eight thousand schedules. The long run takes every pair of calls, and two faults. */
const everyRun: readonly Pair[] = [
  [usable, signIn, signIn],
  [usable, signIn, guess],
  [usable, signIn, remove],
  [usable, guess, guess],
  [usable, remove, remove],
  [usable, remove, repudiate],
  [usable, unlock, remove],
  [registering, first, first],
  [registering, first, second],
  [registering, first, signIn],
  [registering, first, remove],
  [registering, removeNamed, removeNamed],
  [empty, create, forget],
  [empty, create, remove],
]

const longRun: readonly Pair[] = [
  ...pairsOf(usable, [signIn, guess, create, remove, removeNamed, forget, unlock, repudiate]),
  ...pairsOf(registering, [first, second, signIn, remove, removeNamed, repudiate, forget]),
  ...pairsOf(empty, [create, remove, forget, unlock]),
]

const isLong = roundsFactor() > 1
const limits = { faults: isLong ? 2 : 1, failovers: 1, deadlines: 1 }

describe('two callers, in every order of their store calls and with a fault at each write', () => {
  for (const [scene, one, other] of isLong ? longRun : everyRun) {
    it(`state only what is so: ${one.name} and ${other.name} (${scene.name})`, async () => {
      const opened = await scene.open()
      const run = callersOf(opened, [one, other], limits)
      const schedules = await exploreAll(async (choose) => {
        const outcome = await run(choose)
        const broken = brokenLaws(opened.known, [one, other], outcome)
        if (broken.length > 0) throw new Error(`${broken.join('\n')}\n${outcome.story.join('\n')}`)
      })
      expect(schedules).toBeGreaterThan(100)
    })
  }
})

function pairsOf(scene: Scene, acts: readonly Act[]): readonly Pair[] {
  return acts.flatMap((one, at) => acts.slice(at).map((other) => [scene, one, other] as const))
}
