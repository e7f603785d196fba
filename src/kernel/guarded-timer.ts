import { PortFailedError } from '../errors.js'
import type { Timer } from '../ports/timer.js'

/** The same timer. A time that is no number would keep a call from ever ending, so it fails the call. */
export function guardTimer(timer: Timer): Timer {
  return {
    now() {
      try {
        return checkedTime(timer.now())
      } catch (cause) {
        throw new PortFailedError('timer', 'now', cause)
      }
    },
    async wait(ms) {
      try {
        await timer.wait(ms)
      } catch (cause) {
        throw new PortFailedError('timer', 'wait', cause)
      }
    },
    within: (ms, work) => timer.within(ms, work),
  }
}

function checkedTime(time: unknown): number {
  if (typeof time === 'number' && Number.isFinite(time)) return time
  throw new TypeError('now must return a finite number of milliseconds')
}
