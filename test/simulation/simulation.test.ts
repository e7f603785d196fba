import { describe, expect, it } from 'vitest'
import { rounds, roundsFactor } from '../support/rounds.js'
import { drawPlan } from './draw-plan.js'
import type { ProfileName } from './profiles.js'
import { profiles } from './profiles.js'
import { runPlan } from './run-plan.js'
import { newSearch, searchScenes, searchSeeds } from './search.js'
import { verbNames } from './verb-names.js'

/** Every placement takes minutes, so an ordinary run takes one write fault in eight. */
const sceneSearch = roundsFactor() > 1 ? {} : { isEveryPort: false, every: 8 }
const names = Object.keys(profiles) as ProfileName[]

describe('several processes on one failing database', () => {
  it.each(names)('break no law, whatever the seed, when it is about %s', async (profile) => {
    const search = newSearch()
    await searchSeeds(search, profile, { first: 1, count: rounds(10) })
    expect(brokenIn(search)).toEqual([])
  })

  it('break no law, whichever port call goes wrong, in whichever way', async () => {
    const search = newSearch()
    await searchScenes(search, 1, sceneSearch)
    expect(brokenIn(search)).toEqual([])
    expect(search.runs).toBeGreaterThan(50)
  })
})

describe('the simulation', () => {
  it('takes the same steps for the same seed, and others for another', async () => {
    const digests = []
    for (const seed of [7, 7, 8]) digests.push((await runPlan(drawPlan(seed, profiles.everything))).digest)
    expect(digests[1]).toBe(digests[0])
    expect(digests[2]).not.toBe(digests[0])
  })

  it('calls every verb, and each succeeds', async () => {
    const succeeded = new Set<string>()
    for (let seed = 1; seed <= 60 && succeeded.size < verbNames.length; seed += 1) {
      const { history } = await runPlan({ ...drawPlan(seed, profiles.everything), rates: {} })
      for (const { verb, outcome } of history.calls) if (outcome === 'ok') succeeded.add(verb)
    }
    expect(verbNames.filter((verb) => !succeeded.has(verb))).toEqual([])
  })
})

/** The law, the seed and what breaks it: `story` of `main.ts` tells it. */
function brokenIn({ found }: ReturnType<typeof newSearch>): readonly object[] {
  return [...found].map(([law, { plan, what }]) => ({ law, what, seed: plan.seed, faults: plan.faults }))
}
