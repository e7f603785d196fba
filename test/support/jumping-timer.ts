import type { Timer } from '../../src/ports/timer.js'

/**
 * A timer without real time: a wait ends at once and moves the clock. A call that retries for ever therefore reaches its
 * deadline after a few waits. Work that never ends is never stopped.
 */
export function jumpingTimer(jumpMs = 1_000): Timer {
  let nowMs = 0
  return {
    now: () => nowMs,
    wait: async (ms) => {
      nowMs += Math.max(ms, jumpMs)
    },
    within: async (_, work) => work(),
  }
}
