/** Holds callers back until all are there, then lets them go together; and again for the next round. */
export interface Barrier {
  /** Resolves when as many as the barrier is for have arrived. */
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
