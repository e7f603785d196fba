/** How long and how often to measure. */
export interface Effort {
  readonly rounds: number
  /** Of one contender, in one round. */
  readonly roundMs: number
  /** Sign-ins one after the other, in one round. */
  readonly signIns: number
  /** Documents in a full store. */
  readonly documents: number
}

/** Which stores, which parts, and how thoroughly. */
export interface Options {
  readonly stores: readonly string[]
  readonly parts: readonly Part[]
  readonly effort: Effort
}

const parts = ['redemption', 'round-trips', 'sizes', 'sweep', 'better-auth'] as const

/** One thing that is measured. */
export type Part = (typeof parts)[number]

const thorough: Effort = { rounds: 5, roundMs: 1_000, signIns: 200, documents: 1_000_000 }
const quick: Effort = { rounds: 3, roundMs: 250, signIns: 50, documents: 20_000 }

/**
 * Names of stores and parts in any order, none of either for all; `--quick` for a look, `--documents=` for another size.
 *
 * @throws `RangeError` for a word that is neither.
 */
export function parseOptions(words: readonly string[], storeNames: readonly string[]): Options {
  const stores = storeNames.filter((name) => words.includes(name))
  const wantedParts = parts.filter((part) => words.includes(part))
  const documents = words.map((word) => /^--documents=(\d+)$/.exec(word)?.[1]).find((count) => count !== undefined)
  const known = ['--quick', `--documents=${documents}`, ...storeNames, ...parts]
  const unknown = words.filter((word) => !known.includes(word))
  if (unknown.length > 0) {
    throw new RangeError(`Not known: ${unknown.join(', ')}; there are ${[...storeNames, ...parts].join(', ')}, --quick`)
  }
  const effort = words.includes('--quick') ? quick : thorough
  return {
    stores: stores.length === 0 ? storeNames : stores,
    parts: wantedParts.length === 0 ? parts : wantedParts,
    effort: documents === undefined ? effort : { ...effort, documents: Number(documents) },
  }
}
