/**
 * How much longer than usual this run may take: TAP_TEST_ROUNDS multiplies the rounds of every test that repeats
 * itself, and the cases of every property. `npm run test:long` sets it to 10. Default: 1.
 */
export function roundsFactor(): number {
  const wanted = process.env['TAP_TEST_ROUNDS']
  if (wanted === undefined) return 1
  const factor = Number(wanted)
  if (!(factor > 0 && factor <= 1_000))
    throw new RangeError(`TAP_TEST_ROUNDS must be a number up to 1000, not ${wanted}`)
  return factor
}

/** Returns how often a test repeats itself in this run: 1 or more. */
export function rounds(usual: number): number {
  return Math.max(1, Math.round(usual * roundsFactor()))
}

/** Returns the number of cases of a property: TAP_TEST_RUNS, or 100 times the factor of the run. */
export function propertyRuns(): number {
  return Number(process.env['TAP_TEST_RUNS'] ?? rounds(100))
}
