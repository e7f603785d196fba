/** Blocks callers until all have arrived, then releases them together. It can be used again and again. */
export interface Barrier {
  /** Resolves when `size` callers have arrived. */
  arrive(): Promise<void>
}

export function createBarrier(size: number): Barrier {
  let waiting: (() => void)[] = []
  return {
    arrive: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length < size) return
        const arrived = waiting
        waiting = []
        for (const release of arrived) release()
      }),
  }
}
