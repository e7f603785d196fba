import type { LawId } from '../support/laws.js'
import { laws } from '../support/laws.js'
import type { ProfileName } from './profiles.js'
import { profiles } from './profiles.js'
import type { Search } from './search.js'
import { newSearch, searchScenes, searchSeeds } from './search.js'
import { shrink } from './shrink.js'
import { tellStory } from './tell-story.js'

/**
 * A program of its own, so that a bundle of it runs with planted bugs:
 *
 * - `seeds PROFILE FIRST COUNT` looks for violations and prints what it found as JSON, with the digest of all runs.
 * - `story PROFILE SEED LAW` shrinks a seed that breaks a law, and prints the story and the plan.
 * - `hunt LAWS SECONDS FIRST` stops at the first violation of one of these laws, or of `any`.
 * - `check SECONDS FIRST` hunts for any, and tells the story of what it finds.
 */
// Errors are answers here. Their stacks would take a third of the time.
Error.stackTraceLimit = 0

const seedsAtOnce = 20

const [command = '', ...words] = process.argv.slice(2)
if (command === 'seeds') await printSeeds(words)
else if (command === 'hunt') await printHunt(words)
else if (command === 'check') await printCheck(words)
else if (command === 'story') await printStory(words)
else throw new Error(`Unknown command ${command}`)

async function printSeeds([profile, first = '1', count = '100']: readonly string[]): Promise<void> {
  const search = newSearch()
  await searchSeeds(search, profileOf(profile), { first: Number(first), count: Number(count) })
  const { runs, signIns, digest, found } = search
  const broken = [...found].map(([law, { plan, what }]) => ({ law, seed: plan.seed, what }))
  print({ runs, signIns, digest: digest.toString(16), cpuSeconds: cpuSeconds(), broken })
}

/** Places faults first, because they find most. Then it draws seeds until the time is over. */
async function printHunt([lawList = '', seconds = '60', first = '1']: readonly string[]): Promise<void> {
  const wanted = lawList === 'any' ? (Object.keys(laws) as LawId[]) : lawList.split(',').map(lawOf)
  const { found, runs } = await hunt(wanted, Number(seconds), Number(first))
  const [law] = wanted.filter((one) => found.has(one))
  print({ law, what: law && found.get(law)?.what, runs, cpuSeconds: cpuSeconds() })
}

async function printCheck([seconds = '60', first = '1']: readonly string[]): Promise<void> {
  const { found, runs, signIns } = await hunt(Object.keys(laws) as LawId[], Number(seconds), Number(first))
  console.log(`${runs} runs from seed ${first}, with ${signIns} sign-ins: ${found.size} laws broken`)
  for (const [law, { plan }] of found) {
    console.log(await tellStory(await shrink(plan, law), law))
    process.exitCode = 1
  }
}

async function hunt(wanted: readonly LawId[], seconds: number, first: number): Promise<Search> {
  const search = newSearch()
  const isEnough = (): boolean => wanted.some((law) => search.found.has(law)) || cpuSeconds() > seconds
  const names = Object.keys(profiles) as ProfileName[]
  for (let round = 0; !isEnough(); round += 1) {
    const range = { first: first + round * seedsAtOnce, count: seedsAtOnce }
    for (const profile of names) await searchSeeds(search, profile, range, isEnough)
    await searchScenes(search, first + 2 * round, { isEnough })
  }
  return search
}

async function printStory([profile, seed = '1', name]: readonly string[]): Promise<void> {
  const law = lawOf(name)
  const search = newSearch()
  if (profile === 'scenes') await searchScenes(search, Number(seed), { isEnough: () => search.found.has(law) })
  else await searchSeeds(search, profileOf(profile), { first: Number(seed), count: 1 })
  const found = search.found.get(law)
  if (!found) throw new Error(`This seed does not break the law "${laws[law]}"`)
  const plan = await shrink(found.plan, law)
  console.log(await tellStory(plan, law))
  print(plan)
}

function print(value: object): void {
  console.log(JSON.stringify(value))
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function profileOf(name = ''): ProfileName {
  if (Object.hasOwn(profiles, name)) return name as ProfileName
  throw new Error(`Unknown profile ${name}. Use one of ${Object.keys(profiles).join(', ')}`)
}

function lawOf(name = ''): LawId {
  if (Object.hasOwn(laws, name)) return name as LawId
  throw new Error(`Unknown law ${name}. Use one of ${Object.keys(laws).join(', ')}`)
}
