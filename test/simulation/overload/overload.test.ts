import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LawId } from '../../support/laws.js'
import { laws } from '../../support/laws.js'
import { roundsFactor } from '../../support/rounds.js'
import { bundle } from '../planted/bundle.js'
import type { PlantedBug } from '../planted/planted-bug.js'
import { overloadBugs } from './planted-bugs.js'
import type { SceneName } from './scenes.js'
import { scenes } from './scenes.js'

/** An overload is as bad as it gets after some seconds, so an ordinary run saves the others. */
const isNightly = roundsFactor() > 1
const peakSeconds = isNightly ? 60 : 6
/** A bug shows sooner. */
const peakSecondsOfBug = 4
const { always, nightly } = overloadBugs
const names = Object.keys(scenes) as SceneName[]

describe('an overloaded process', () => {
  const broken = new Map<SceneName, Broken>()
  beforeAll(async () => {
    for (const [scene, found] of await overload(names)) broken.set(scene, found)
  })

  it.each(names)(`${laws.recoversFromOverload}: %s`, (scene) => {
    expect(broken.get(scene)?.filter(({ law }) => law === 'recoversFromOverload')).toEqual([])
  })

  it.each(names)(`${laws.busyAtOnce}: %s`, (scene) => {
    expect(broken.get(scene)?.filter(({ law }) => law === 'busyAtOnce')).toEqual([])
  })

  it.each(isNightly ? [...always, ...nightly] : always)('does not recover if $name', async (bug) => {
    const found = await overload(['callers who give up and try again'], bug)
    expect(new Set([...found.values()].flat().map(({ law }) => law))).toEqual(new Set(bug.laws))
  })
})

type Broken = readonly { readonly law: LawId; readonly what: string }[]

/** In a process of its own, with the bug if there is one. */
async function overload(wanted: readonly SceneName[], bug?: PlantedBug): Promise<ReadonlyMap<SceneName, Broken>> {
  const program = await bundle(bug, 'test/simulation/overload/main.ts')
  const found = new Map<SceneName, Broken>()
  for (const scene of wanted) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      program,
      scene,
      String(bug ? peakSecondsOfBug : peakSeconds),
    ])
    found.set(scene, JSON.parse(stdout).broken)
  }
  rmSync(dirname(program), { recursive: true })
  return found
}
