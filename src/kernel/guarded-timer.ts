import { describeShape } from '../core/input/describe.js'
import { messageText } from '../core/message/english.js'
import type { Timer } from '../ports/timer.js'
import { PortProblem, portFailure } from './port-failure.js'

/** Returns the same timer. A time that is no number would keep a call from ever ending, so it fails the call. */
export function guardTimer(timer: Timer): Timer {
  return {
    now() {
      try {
        return checkedTime(timer.now())
      } catch (cause) {
        throw portFailure('timer', 'now', cause)
      }
    },
    async wait(ms) {
      try {
        await timer.wait(ms)
      } catch (cause) {
        throw portFailure('timer', 'wait', cause)
      }
    },
    within: (ms, work) => timer.within(ms, work),
  }
}

function checkedTime(time: unknown): number {
  if (typeof time === 'number' && Number.isFinite(time)) return time
  throw new PortProblem(messageText('port.timer', { given: describeShape(time) }))
}
