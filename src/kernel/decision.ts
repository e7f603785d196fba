import { isTapError, PortFailedError } from '../errors.js'
import type { Write } from './write.js'

/**
 * What a call returns once its write is acknowledged. A decision without a write says that something is so already. A read
 * may show what a failover loses, so what was read is stored again first, and the result waits for that write.
 */
export interface Decision<Value> {
  readonly value: Value
  readonly write?: Write | undefined
  /** The write carries no commit id, because deciding again gives the same result whether it was stored or not. */
  readonly isRepeatable?: boolean | undefined
  /** Why the result needs no write. Default: it needs one. */
  readonly restsOnRead?: RestsOnRead | undefined
}

/** The only reasons for which a result may rest on a read alone. None applies once the call has sent a write. */
export type RestsOnRead =
  /** The call is refused, which promises nothing. Repeated, it is decided again. */
  | 'refusal'
  /** The result is no answer yet: a later write of the same call decides. */
  | 'check'
  /** The result is no answer: background work, repeated until a write succeeds. */
  | 'housekeeping'

/** What was decided: a value to return, or an error to throw. */
export type Decided<Value> = Decision<Value> | DecidedError

interface DecidedError {
  readonly error: unknown
  readonly write?: undefined
  readonly isRepeatable?: undefined
  readonly restsOnRead?: RestsOnRead | undefined
}

/** Returns what `decide` returns or throws. A failed port and a fault of the library decide nothing, and are thrown. */
export function decided<Value>(decide: () => Decision<Value>): Decided<Value> {
  try {
    return decide()
  } catch (error) {
    if (!isTapError(error) || error instanceof PortFailedError) throw error
    return { error, restsOnRead: refusals.has(error.code) ? 'refusal' : undefined }
  }
}

/** Returns the value, or throws the error. */
export function settle<Value>(result: Pick<Decision<Value>, 'value'> | Pick<DecidedError, 'error'>): Value {
  if ('error' in result) throw result.error
  return result.value
}

/** Errors that say nothing about what is stored under the key. The others, such as "no such pass", need a write. */
const refusals: ReadonlySet<string> = new Set([
  'TAP_INVALID_INPUT',
  'TAP_POLICY_VIOLATION',
  'TAP_NOT_AUTHORIZED',
  'TAP_STEP_UP_REQUIRED',
  'TAP_APPROVAL_REQUIRED',
  'TAP_RATE_LIMITED',
  'TAP_UNREADABLE_DOCUMENT',
])
