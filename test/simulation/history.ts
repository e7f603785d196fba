import type { VerbName } from './verb-names.js'

/** What the test knows about one call, whatever the library stored. */
export interface Facts {
  /** The pass that was typed, issued, deleted or registered with. */
  readonly passId?: string | undefined
  /** The pass that a successful sign-in names. */
  readonly signedInPassId?: string | undefined
  readonly code?: string | undefined
  readonly isOnce?: boolean | undefined
  readonly startsAtMs?: number | undefined
  readonly endsAtMs?: number | undefined
  readonly credentialId?: string | undefined
  readonly grant?: string | undefined
  /** The credentials that a call listed or asked to remove. */
  readonly credentialIds?: readonly string[] | undefined
  readonly requestId?: string | undefined
  readonly key?: string | undefined
  readonly state?: 'enabled' | 'disabled' | undefined
  /** When the pass that a read returned was created. */
  readonly createdAtMs?: number | undefined
  /** The rows of a list that the caller has received. */
  readonly rows?: readonly { readonly user: string; readonly outcome: string }[] | undefined
}

export interface CallRecord {
  /** In the order of their starts. */
  readonly id: number
  readonly verb: VerbName
  readonly user: string | undefined
  readonly process: string
  readonly startMs: number
  endMs: number
  /** `unanswered`: the process died, or the call never ended. */
  outcome: 'unanswered' | 'ok' | 'refused' | 'failed'
  /** The reason of a refusal, or the code of an error. */
  reason: string | undefined
  facts: Facts
  /** How many writes the store acknowledged, if the call was alone in its process. */
  writes: number | undefined
  /** How many events were recorded for it when it was answered. */
  events: number
  /** Nothing went wrong anywhere while it ran. */
  isUndisturbed: boolean
  /** The process was alive at the end of the run. */
  isProcessAlive: boolean
  /** One row of `createMany`, which is no call of its own. */
  readonly isRow: boolean
}

/** Everything that happened in one run. */
export interface History {
  readonly budget: number
  readonly spendOn: 'signIn' | 'registration'
  /** The time of day at the start of the run. */
  readonly epochMs: number
  /** The most that two clocks differ. */
  readonly maxSkewMs: number
  readonly calls: readonly CallRecord[]
  readonly notices: readonly { readonly id: string; readonly kind: string; readonly user: string }[]
  /** Every text that was stored or recorded. */
  readonly texts: readonly string[]
  /** When the faults were over. Later calls check that everything works again. */
  readonly healedAtMs: number
}

/** The correlation id of a call's event. */
export function correlationId(id: number): string {
  return `call-${id}`
}
