/** Reads one own field of input that may be hostile: `undefined` where it is inherited, or where the read itself throws. */
export function readField(input: unknown, name: string): unknown {
  try {
    const object: object = Object(input)
    return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined
  } catch {
    return undefined
  }
}
