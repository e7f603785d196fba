/** One part of a guard taken away, where a driver is called. */
export interface Mutation {
  /** What is missing, as the end of a sentence that begins 'without'. */
  readonly without: string
  /** The case of the contract that must notice. */
  readonly caughtBy: string
  /** The statement or script without it; the same text where it has none of it. */
  mutate?(text: string): string
  /** What the driver is made to answer. */
  answer?(text: string, answer: unknown): unknown
}

/** Calls an intercepted method: with another text, and with another answer. */
export interface Interception {
  text(text: string): string
  answer(text: string, answer: unknown): unknown
}

/** Counts what it changes, so that a mutation which no longer finds its place is noticed. */
export function interceptionOf({ mutate, answer }: Partial<Mutation>): Interception & { changes(): number } {
  let changes = 0
  return {
    text(text) {
      const mutated = mutate?.(text) ?? text
      if (mutated !== text) changes += 1
      return mutated
    },
    answer(text, answered) {
      const mutated = answer?.(text, answered) ?? answered
      if (mutated !== answered) changes += 1
      return mutated
    },
    changes: () => changes,
  }
}

/** The same object but for one method. */
export function instead<T extends object, Name extends keyof T>(target: T, name: Name, method: T[Name]): T {
  return new Proxy(target, {
    get(object, property) {
      if (property === name) return method
      const value: unknown = Reflect.get(object, property, object)
      return typeof value === 'function' ? value.bind(object) : value
    },
  })
}
