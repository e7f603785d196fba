/** Returns the name that differs least from the typed one, if they differ by a typing error. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const distances = names
    .filter((name) => name.length <= maxLength)
    .map((name) => ({ name, distance: distanceOf(typed.toLowerCase(), name.toLowerCase()) }))
  const [best] = distances.sort((one, other) => one.distance - other.distance)
  return best !== undefined && best.distance <= Math.max(2, typed.length / 4) ? best.name : undefined
}

// Comparing takes the product of both lengths.
const maxLength = 100

/** Levenshtein's distance: how many characters to insert, remove or replace. */
function distanceOf(typed: string, name: string): number {
  const letters = [...name]
  let row = [0, ...letters.keys()].map((_, index) => index)
  for (const [index, character] of [...typed].entries()) {
    const next = [index + 1]
    for (const [column, compared] of letters.entries()) {
      const replaced = (row[column] ?? 0) + (character === compared ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
