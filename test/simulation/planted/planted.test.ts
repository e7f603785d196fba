import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { laws } from '../../support/laws.js'
import { rootPath } from '../../support/packages.js'
import { roundsFactor } from '../../support/rounds.js'
import { bundle } from './bundle.js'
import { outOfReach } from './out-of-reach.js'
import type { PlantedBug } from './planted-bug.js'
import { plantedBugs } from './planted-bugs.js'

const maxCpuSeconds = 60
const { always, nightly } = plantedBugs

describe('the simulation', () => {
  it.each(roundsFactor() > 1 ? [...always, ...nightly] : always)('finds that $name', async (bug) => {
    const { law, cpuSeconds } = await hunt(bug)
    expect(bug.laws, `broken law after ${cpuSeconds} s`).toContain(law)
  })
})

describe('the list of planted bugs', () => {
  it('has one bug at least for every law', () => {
    const broken = new Set([...always, ...nightly].flatMap((bug) => bug.laws))
    expect(Object.keys(laws).filter((law) => !broken.has(law as keyof typeof laws))).toEqual([])
  })

  it.each(Object.entries(outOfReach))('leaves to another test: %s', (_, { foundBy }) => {
    expect(existsSync(join(rootPath, foundBy))).toBe(true)
  })
})

interface Hunt {
  readonly law?: string
  readonly cpuSeconds: number
}

/** In a process of its own, because the CPU time is limited, and because the bug may hang it. */
async function hunt(bug: PlantedBug): Promise<Hunt> {
  const program = await bundle(bug)
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'hunt', 'any', String(maxCpuSeconds)])
  rmSync(dirname(program), { recursive: true })
  return JSON.parse(stdout)
}
