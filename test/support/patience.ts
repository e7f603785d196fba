import { systemTimer } from '../../src/system.js'
import { timeFactor } from './time-limits.js'

const { now, within } = systemTimer

/**
 * Lengthens every deadline of the library in this process: a port may take a minute instead of five seconds, and longer
 * on a slow machine. A race on a real server then ends the same way on a busy machine.
 *
 * @param times - Default: 12.
 * @returns a function that restores the deadlines, as Vitest's `beforeAll` wants it.
 */
export function bePatient(times = 12): () => void {
  const longer = times * timeFactor()
  Object.assign(systemTimer, {
    // A slower clock delays every deadline that is computed from it.
    now: () => now() / longer,
    within: <T>(ms: number, work: () => Promise<T> | T) => within(ms * longer, work),
  })
  return () => void Object.assign(systemTimer, { now, within })
}
