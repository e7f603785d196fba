/** Stands for input that cannot be read: a getter that throws, a revoked proxy, too deep, too much. No parser accepts it. */
export const unreadable: unique symbol = Symbol('unreadable')

/** One entry more is copied, so that a parser sees that the list is too long. */
export const maxListLength = 1_000

const maxFields = 100
const maxDepth = 4
// A policy with all lists full has about 11,000.
const maxValues = 12_000

/**
 * Copies input that may be hostile. It reads every field once, so that the copy has no getter, no proxy, no prototype other
 * than that of a date, and no endless list. Only own enumerable fields are copied. Never throws.
 */
export function plainCopy(input: unknown): unknown {
  let left = maxValues

  function copy(read: () => unknown, depth: number): unknown {
    left -= 1
    if (left < 0) return unreadable
    try {
      const value = read()
      if (typeof value !== 'object' || value === null) return value
      if (depth > maxDepth) return unreadable
      // The method of the prototype, because the object may have a getTime of its own.
      if (value instanceof Date) return new Date(Date.prototype.getTime.call(value))
      return Array.isArray(value) ? copyList(value, depth) : copyFields(value, depth)
    } catch {
      return unreadable
    }
  }

  function copyList(list: readonly unknown[], depth: number): unknown {
    const { length: claimedLength } = list
    if (!Number.isSafeInteger(claimedLength)) return unreadable
    const length = Math.min(claimedLength, maxListLength + 1)
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
