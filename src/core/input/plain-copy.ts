/** Stands for what could not be read: a getter that throws, a revoked proxy, too deep, too much. No parser accepts it. */
export const unreadable: unique symbol = Symbol('unreadable')

/** More entries than this are not copied, so a list that has one more is too long. */
export const maxListLength = 1_000

const maxFields = 100
const deepest = 4
// A policy whose every list is full has some 11,000.
const maxValues = 12_000

/**
 * Copies what came from outside, reading every field once, so that nothing hostile is left in it: no getter, no proxy, no
 * prototype but a date's, no endless list. Own enumerable fields only. Never throws.
 */
export function plainCopy(input: unknown): unknown {
  let left = maxValues

  function copy(read: () => unknown, depth: number): unknown {
    left -= 1
    if (left < 0) return unreadable
    try {
      const value = read()
      if (typeof value !== 'object' || value === null) return value
      if (depth > deepest) return unreadable
      // Borrowed, because a getTime of its own could be anything.
      if (value instanceof Date) return new Date(Date.prototype.getTime.call(value))
      return Array.isArray(value) ? copyList(value, depth) : copyFields(value, depth)
    } catch {
      return unreadable
    }
  }

  function copyList(list: readonly unknown[], depth: number): unknown {
    const { length: told } = list
    if (!Number.isSafeInteger(told)) return unreadable
    const length = Math.min(told, maxListLength + 1)
    return Array.from({ length }, (_, index) => copy(() => list[index], depth + 1))
  }

  function copyFields(fields: object, depth: number): unknown {
    const names = Object.keys(fields).slice(0, maxFields)
    const copied: Record<string, unknown> = Object.create(null)
    for (const name of names) copied[name] = copy(() => Reflect.get(fields, name), depth + 1)
    return copied
  }

  return copy(() => input, 0)
}
