import type { Clock } from '../../src/ports/clock.js'

/** A clock that a test moves forwards and backwards. */
export interface TestClock {
  readonly read: Clock
  now(): number
  set(ms: number): void
  advance(ms: number): void
}

export function createClock(startMs: number): TestClock {
  let nowMs = startMs
  const now = (): number => nowMs
  return {
    read: now,
    now,
    set: (ms) => {
      nowMs = ms
    },
    advance: (ms) => {
      nowMs += ms
    },
  }
}

export const secondMs = 1_000
export const minuteMs: number = 60 * secondMs
export const hourMs: number = 60 * minuteMs
export const dayMs: number = 24 * hourMs
