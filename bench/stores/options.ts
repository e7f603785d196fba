/** The duration and the number of measurements. */
export interface Effort {
  readonly rounds: number
  /** Duration of one contender in one round, in milliseconds. */
  readonly roundMs: number
  /** Sequential sign-ins in one round. */
  readonly signIns: number
  /** Documents in a full store. */
  readonly documents: number
}

/** The options of the command line. */
export interface Options {
  readonly stores: readonly string[]
  readonly parts: readonly Part[]
  readonly effort: Effort
}

const parts = ['redemption', 'round-trips', 'sizes', 'sweep', 'better-auth'] as const

/** One benchmark. */
export type Part = (typeof parts)[number]

const thorough: Effort = { rounds: 5, roundMs: 1_000, signIns: 200, documents: 1_000_000 }
const quick: Effort = { rounds: 3, roundMs: 250, signIns: 50, documents: 20_000 }

/**
 * Reads the names of stores and parts, in any order. Without a store or without a part, it returns all of them. `--quick`
 * shortens the run, and `--documents=` sets the size of a full store.
 *
 * @throws `RangeError` for any other word.
 */
export function parseOptions(words: readonly string[], storeNames: readonly string[]): Options {
  const stores = storeNames.filter((name) => words.includes(name))
  const wantedParts = parts.filter((part) => words.includes(part))
  const documents = words.map((word) => /^--documents=(\d+)$/.exec(word)?.[1]).find((count) => count !== undefined)
  const known = ['--quick', `--documents=${documents}`, ...storeNames, ...parts]
  const unknown = words.filter((word) => !known.includes(word))
  if (unknown.length > 0) {
    throw new RangeError(
      `Unknown: ${unknown.join(', ')}. Use ${[...storeNames, ...parts].join(', ')}, --quick or --documents=<number>`,
    )
  }
  const effort = words.includes('--quick') ? quick : thorough
  return {
    stores: stores.length === 0 ? storeNames : stores,
    parts: wantedParts.length === 0 ? parts : wantedParts,
    effort: documents === undefined ? effort : { ...effort, documents: Number(documents) },
  }
}
