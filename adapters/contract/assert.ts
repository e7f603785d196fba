/** @throws `Error` naming both values unless `actual` is made of the same plain data as `expected`. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (!isSame(actual, expected)) throw new Error(`${what}: expected ${show(expected)}, but got ${show(actual)}`)
}

function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => isSameMember(left, right, name))
}

function isSameMember(left: object, right: object, name: string): boolean {
  return Object.hasOwn(right, name) && isSame(Reflect.get(left, name), Reflect.get(right, name))
}

const LONGEST = 300

/** A value as one line of ASCII: a near-equal id is told from its twin only by its escapes. */
export function show(value: unknown): string {
  const text = JSON.stringify(value, (_, member) => (member === undefined ? '(undefined)' : member)) ?? String(value)
  const ascii = text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return ascii.length <= LONGEST ? ascii : `${ascii.slice(0, LONGEST)}… (${text.length} characters)`
}
