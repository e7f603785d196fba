/**
 * Returns the object's own fields, on an object that inherits nothing. A field that is absent stays absent, whatever other
 * code of the process has put on `Object.prototype`.
 */
export function ownFields<T extends object>(value: T): T {
  return Object.assign(Object.create(null), value)
}

/** Returns an object that has every one of these fields itself: `undefined` where the value does not. */
export function withEveryField<T extends object>(value: T, names: readonly string[]): T {
  const fields = names.map((name) => [name, Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined])
  return Object.fromEntries(fields) as T
}

/** Parses JSON into objects that inherit nothing. @throws `SyntaxError` */
export function parseOwnJson<T>(text: string): T {
  return JSON.parse(text, (_, value: unknown) => {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? ownFields(value) : value
  })
}

/**
 * Reads a field of what a port returned or threw. It may be inherited from a class, as getters of a database row are, but not
 * from `Object.prototype`.
 */
export function readMember(value: unknown, name: string): unknown {
  const object: object = Object(value)
  let holder: object | null = object
  while (holder !== null) {
    const parent: object | null = Object.getPrototypeOf(holder)
    if (parent === null && holder !== object) return undefined
    if (Object.hasOwn(holder, name)) return Reflect.get(holder, name, object)
    holder = parent
  }
  return undefined
}
