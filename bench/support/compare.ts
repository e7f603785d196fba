/** One way to do the work. */
export interface Contender<Figure> {
  readonly name: string
  /** Does the work of one round, and answers what it came to. */
  run(): Promise<Figure> | Figure
}

/**
 * Every contender's figures, one a round. Contenders take turns, in the opposite order every other round, so that what
 * else the machine does hits all of them alike. A first round warms up and is thrown away.
 */
export async function interleave<Figure>(
  contenders: readonly Contender<Figure>[],
  rounds: number,
): Promise<readonly (readonly Figure[])[]> {
  const figures = contenders.map((): Figure[] => [])
  for (let round = -1; round < rounds; round += 1) {
    const order = [...contenders.entries()]
    for (const [index, contender] of round % 2 === 0 ? order : order.reverse()) {
      const figure = await contender.run()
      if (round >= 0) figures[index]?.push(figure)
    }
  }
  return figures
}

/** The median of what the first was to the second, round by round: a slow minute slows both, and cancels out. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.map((figure, round) => figure / (second[round] ?? Number.NaN)))
}

export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5)
}

/** By the nearest rank. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** How often a second the work was done, having done it so often. */
export async function perSecond(times: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  for (let time = 0; time < times; time += 1) await work()
  return (times * 1000) / (performance.now() - start)
}
