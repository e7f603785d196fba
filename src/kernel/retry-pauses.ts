import type { StoreOutcome } from '../ports/store-error.js'
import type { Deps } from './deps.js'

/** Why a call reads, decides and writes again. */
export type RetryReason = 'lostRace' | Exclude<StoreOutcome, 'notWritten'>

/** The pauses of one call. */
export interface RetryPauses {
  /** Returns `false` after the failure with which the call gives up. */
  mayRetry(reason: RetryReason | undefined): boolean
  wait(reason: RetryReason, remainingMs: number): Promise<void>
}

/** After a lost race the document is there to be read. A random pause keeps two processes from losing to each other again. */
const maxRacePauseMs = 16

/** A store that fails is given time. In the five seconds of a call it sees each call at most {@link maxFailures} times. */
const firstFailurePauseMs = 20
const maxFailurePauseMs = 1_000
const maxFailures = 12
/** With less jitter calls stay in step; with more, they come more often than {@link maxFailures} times. */
const jitter = 0.2

export function retryPauses({ ports, timer }: Pick<Deps, 'ports' | 'timer'>): RetryPauses {
  let races = 0
  let failures = 0

  function pauseMs(reason: RetryReason): number {
    const [byte = 0] = ports.randomBytes(1)
    const random = byte / 255
    if (reason !== 'unknown') return random * Math.min(2 ** Math.min(races++, 10), maxRacePauseMs)
    const maxMs = Math.min(firstFailurePauseMs * 2 ** failures, maxFailurePauseMs)
    failures += 1
    return maxMs * (1 - jitter * random)
  }

  return {
    mayRetry: (reason) => reason !== 'unknown' || failures + 1 < maxFailures,
    // A timer counts whole milliseconds.
    wait: (reason, remainingMs) => timer.wait(Math.min(pauseMs(reason), Math.ceil(remainingMs))),
  }
}
