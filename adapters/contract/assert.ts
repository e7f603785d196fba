/** @throws `Error` with both values, unless `actual` and `expected` consist of the same plain data. */
export function assertSame(actual: unknown, expected: unknown, what: string): void {
  if (!isSame(actual, expected)) throw new Error(`${what}: expected ${toAscii(expected)}, but got ${toAscii(actual)}`)
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

const maxShownLength = 300

/** Writes a value as one line of ASCII. Two similar ids often differ only in characters that look the same. */
export function toAscii(value: unknown): string {
  const text = JSON.stringify(value, (_, member) => (member === undefined ? '(undefined)' : member)) ?? String(value)
  const ascii = text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return ascii.length <= maxShownLength ? ascii : `${ascii.slice(0, maxShownLength)}… (${text.length} characters)`
}
