/** Reads one field of input that may be hostile: `undefined` where the read itself throws. */
export function readField(input: unknown, name: string): unknown {
  try {
    return Reflect.get(Object(input), name)
  } catch {
    return undefined
  }
}
