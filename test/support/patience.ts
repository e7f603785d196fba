import { afterAll, beforeAll } from 'vitest'
import { systemTimer } from '../../src/system.js'
import { timeFactor } from './time-limits.js'

/** A quarter of a second's work may take a minute on a machine that does ten other things. */
const usualPatience = 12

/**
 * Lengthens every deadline of the library in this process: a port may take a minute and not five seconds, and longer on
 * a slow machine. A race on a real server then ends the same way on a busy machine. Returns how to undo it.
 */
export function bePatient(times = usualPatience): () => void {
  const { now, within } = systemTimer
  const longer = times * timeFactor()
  // What takes its deadline from a clock must see that clock go slower.
  Object.assign(systemTimer, {
    now: () => now() / longer,
    within: <T>(ms: number, work: () => Promise<T> | T) => within(ms * longer, work),
  })
  return () => void Object.assign(systemTimer, { now, within })
}

/** {@link bePatient} for the tests of one block. */
export function withPatience(times?: number): void {
  let undo = (): void => {}
  beforeAll(() => {
    undo = bePatient(times)
  })
  afterAll(() => undo())
}
