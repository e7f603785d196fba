/** Returns one of `count` ways to go on, counted from 0. */
export type Choose = (count: number) => number

interface Choice {
  readonly chosen: number
  readonly count: number
}

/**
 * Runs every sequence of choices once, depth first. The run must make the same choices again for the same answers.
 *
 * @returns how many sequences there are.
 */
export async function exploreAll(run: (choose: Choose) => Promise<void>): Promise<number> {
  let replayed: readonly number[] = []
  for (let runs = 1; ; runs += 1) {
    const path: Choice[] = []
    await run((count) => {
      const chosen = replayed[path.length] ?? 0
      path.push({ chosen, count })
      return chosen
    })
    const next = nextPath(path)
    if (!next) return runs
    replayed = next
  }
}

function nextPath(path: readonly Choice[]): readonly number[] | undefined {
  const last = path.findLastIndex(({ chosen, count }) => chosen + 1 < count)
  if (last === -1) return undefined
  return path.slice(0, last + 1).map(({ chosen }, index) => (index === last ? chosen + 1 : chosen))
}
