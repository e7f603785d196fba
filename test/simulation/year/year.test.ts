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
import { yearBugs } from './planted-bugs.js'
import { changesOf, localTimeOf, zoneNames } from './time-zones.js'
import type { YearReport } from './year.js'

const isNightly = roundsFactor() > 1
const people = isNightly ? 100_000 : 500
const { always, nightly } = yearBugs

describe(`a year of ${people} people`, () => {
  let report: YearReport
  beforeAll(async () => {
    report = await yearOf(people)
  })
  const broken = (law: LawId): readonly string[] =>
    report.broken.filter((found) => found.law === law).map(({ what }) => what)

  it(laws.answersByTheRules, () => {
    expect(broken('answersByTheRules')).toEqual([])
    expect(Object.keys(report.signIns).sort()).toEqual(everyOutcome)
  })

  it(`${laws.insideItsWindow}, whatever the clocks do`, () => {
    expect(broken('insideItsWindow')).toEqual([])
    // Local starts that the clocks skip, show once and show twice.
    expect(report.startsShown.map((starts) => starts > 0)).toEqual([true, true, true])
  })

  it(laws.keptForItsRetention, () => {
    expect(broken('keptForItsRetention')).toEqual([])
    expect(report.left).toEqual(['policy'])
  })

  it(laws.removedKeyIsUnused, () => {
    expect(broken('removedKeyIsUnused')).toEqual([])
    expect(report.keys.length).toBeGreaterThan(3)
  })

  it.each(isNightly ? [...always, ...nightly] : always)('shows that $name', async (bug) => {
    const found = await yearOf(500, bug)
    expect(bug.laws).toContain(found.broken[0]?.law)
  })
})

it.each(zoneNames)('the table of %s agrees with the time zone data of the machine', (timeZone) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const instants = [Date.UTC(2011, 1, 1), ...changesOf(timeZone).flatMap((atMs) => [atMs - 1_000, atMs])]
  for (const instantMs of instants) {
    const local = new Date(localTimeOf(timeZone, instantMs)).toISOString().slice(0, 19).replace('T', ' ')
    expect(format.format(instantMs)).toBe(local)
  }
})

const everyOutcome = ['expired', 'lockedOut', 'noPass', 'notYetValid', 'ok', 'oneTimeUsed', 'wrongCode']

/** In a process of its own, with the bug if there is one. */
async function yearOf(size: number, bug?: PlantedBug): Promise<YearReport> {
  const program = await bundle(bug, 'test/simulation/year/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(size)])
  rmSync(dirname(program), { recursive: true })
  return JSON.parse(stdout)
}
