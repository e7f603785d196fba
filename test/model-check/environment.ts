import { modelLaws } from './laws.js'
import type { LivenessSearch } from './liveness-searches.js'
import { namesIn, numberOf } from './names.js'
import type { Removal, Search } from './searches.js'

/** What the compiled model reads from its environment: see `settings.pml`. */
export type Environment = Readonly<Record<string, string>>

/** Returns the environment of a search. If a rule is removed, all laws but the expected one are ignored. */
export function environmentOf(search: Search | Removal): Environment {
  const names = namesIn('settings.pml')
  const { writes = 3, faults = 1, failovers = 1, isStored = true, ...rest } = search.settings ?? {}
  const settings = Object.entries({ writes, faults, failovers, isStored, ...rest })
  const callers = search.callers.flatMap((caller, index) => {
    const [role = '', pass = ''] = caller.split(' ')
    return [
      [`ROLE_${index + 1}`, numberOf(names, role)],
      [`PASS_${index + 1}`, Number(pass)],
    ] as const
  })
  const removal = 'removed' in search ? removalOf(search, names) : []
  const all = [...settings.map(([name, value]) => [upperCase(name), Number(value)] as const), ...callers, ...removal]
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]))
}

export function environmentOfLiveness({ removed }: LivenessSearch): Environment {
  return removed === undefined ? {} : { REMOVED: String(numberOf(namesIn('liveness.pml'), removed)) }
}

function removalOf({ removed, breaks }: Removal, names: ReadonlyMap<string, number>): (readonly [string, number])[] {
  const ignored = Object.keys(modelLaws).filter((law) => law !== breaks)
  return [['REMOVED', numberOf(names, removed)], ...ignored.map((law) => [`IGNORE_${law}`, 1] as const)]
}

function upperCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}
