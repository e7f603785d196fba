/** One of the compared ways to do the work. */
export interface Contender<Figure> {
  readonly name: string
  /** Runs one round, and returns its figure. */
  run(): Promise<Figure> | Figure
}

/**
 * Returns the figures of each contender, one for each round. Contenders take turns, in reverse order every other round, so
 * that other load of the machine affects all of them equally. A first round warms up and is not counted.
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

/** Returns the median of the ratios of each round, because a slow minute affects both figures of a round. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.map((figure, round) => figure / (second[round] ?? Number.NaN)))
}

export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5)
}

/** Uses the nearest rank. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Runs the work sequentially, and returns the calls per second. */
export async function perSecond(times: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  for (let time = 0; time < times; time += 1) await work()
  return (times * 1000) / (performance.now() - start)
}
