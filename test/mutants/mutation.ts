/** Removes one part of a guard, by changing what the driver sends or returns. */
export interface Mutation {
  /** The missing part, as the end of a sentence that begins with `without`. */
  readonly without: string
  /** The case of the contract that must fail. */
  readonly caughtBy: string
  /** Returns the statement or script without the part, or the same text if it does not contain the part. */
  mutate?(text: string): string
  /** Returns the changed result of a statement. */
  changeResult?(text: string, result: unknown): unknown
}

/** Changes the texts and the results of an intercepted method. */
export interface Interception {
  text(text: string): string
  result(text: string, result: unknown): unknown
}

/** Counts its changes, so that a test fails if a mutation no longer matches any statement. */
export function interceptionOf({ mutate, changeResult }: Partial<Mutation>): Interception & { changes(): number } {
  let changes = 0
  return {
    text(text) {
      const mutated = mutate?.(text) ?? text
      if (mutated !== text) changes += 1
      return mutated
    },
    result(text, result) {
      const mutated = changeResult?.(text, result) ?? result
      if (mutated !== result) changes += 1
      return mutated
    },
    changes: () => changes,
  }
}

/** Returns a proxy that replaces one method of an object. */
export function withMethod<T extends object, Name extends keyof T>(target: T, name: Name, method: T[Name]): T {
  return new Proxy(target, {
    get(object, property) {
      if (property === name) return method
      const value: unknown = Reflect.get(object, property, object)
      return typeof value === 'function' ? value.bind(object) : value
    },
  })
}
