import { newSearch, searchSeeds } from './search.js'

/** What a range of seeds came to, on any runtime. */
export interface SeedsDigest {
  readonly runs: number
  /** Of every port call, answer and moment of all runs. */
  readonly digest: string
}

/** Runs seeds without a command line: for Workers and pages, which have no process. */
export async function digestOfSeeds({ first, count }: SeedRange): Promise<SeedsDigest> {
  // Errors are answers here. Their stacks would take a third of the time.
  Error.stackTraceLimit = 0
  const search = newSearch()
  await searchSeeds(search, 'everything', { first, count })
  return { runs: search.runs, digest: search.digest.toString(16) }
}

/** `count` seeds from `first` on. */
export interface SeedRange {
  readonly first: number
  readonly count: number
}
