import { readFileSync } from 'node:fs'

export const folder: URL = new URL('.', import.meta.url)

/** Returns the numbers that a file of the model gives to its names. */
export function namesIn(file: string): ReadonlyMap<string, number> {
  const text = readFileSync(new URL(file, folder), 'utf8')
  return new Map([...text.matchAll(/^#define ([A-Z_]+) (\d+)/gm)].map(([, name = '', value]) => [name, Number(value)]))
}

/** @throws {@link RangeError} for a name that the model does not have. */
export function numberOf(names: ReadonlyMap<string, number>, name: string): number {
  const value = names.get(name)
  if (value === undefined) throw new RangeError(`The model has no ${name}.`)
  return value
}
