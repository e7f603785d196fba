import { setTimeout } from 'node:timers/promises'
import { propertyRuns, roundsFactor } from './rounds.js'

/** How many times slower this machine is than a quiet one with two cores. The configuration of the run measures it. */
export function timeFactor(): number {
  return Math.max(1, Number(process.env['TAP_TEST_TIME_FACTOR'] ?? 1))
}

/**
 * A time limit in milliseconds that fits this machine and the length of this run.
 *
 * Load can begin after the machine was measured: `ms` must be many times what the work usually takes.
 */
export function scaled(ms: number): number {
  return Math.ceil(ms * timeFactor() * Math.max(1, roundsFactor(), propertyRuns() / 100))
}

/** Polls until the condition holds. The time limit of the test ends a wait that never does. */
export async function until(isSo: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
  while (!(await isSo())) await setTimeout(everyMs)
}
