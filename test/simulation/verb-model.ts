import type { Tap } from '../../src/api/tap.js'
import type { CallContext } from '../../src/core/event/call-context.js'
import type { Requests } from '../../src/requests/api.js'
import type { Ghost } from './ghost.js'
import type { CallRecord, Facts } from './history.js'
import type { Step } from './plan.js'

/** One verb in the simulation. */
export interface VerbModel {
  /** An answer `ok` says that something has changed, or has changed before. */
  readonly isChange: boolean
  /** Removes something, and so succeeds even when its event cannot be recorded. */
  readonly isDeletion?: boolean
  /** Emits no event, or one for each row. */
  readonly hasOwnEvents?: boolean
  /** What is known before the call. */
  before?(ghost: Ghost, step: Step, id: number): Facts
  run(call: Call): Promise<Answer>
}

/** One call, as a verb makes it. */
export interface Call {
  readonly tap: Tap
  readonly requests: Requests
  readonly ghost: Ghost
  readonly step: Step
  /** The user, for verbs about one. */
  readonly user: string
  readonly facts: Facts
  readonly context: CallContext
  nowMs(): number
  /** Adds the record of one row. */
  addRow(user: string): CallRecord
}

export interface Answer {
  readonly outcome: 'ok' | 'refused'
  readonly reason?: string | undefined
  readonly facts?: Facts | undefined
}

export const ok: Answer = { outcome: 'ok' }
