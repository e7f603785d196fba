import { StoreError } from '../../src/ports/store-error.js'

// Redis refuses a script that writes before its first write: its memory is full, it is a replica, it cannot write to its
// disk, or it has too few replicas. In contrast, NOPERM, WRONGTYPE and other errors can end a script after a write.
const refusal = /^(?:OOM|READONLY|MISCONF|NOREPLICAS) /

/** Returns the error as a {@link StoreError} if Redis wrote nothing, and every other error as it is. */
export function redisFailure(error: unknown): unknown {
  return error instanceof Error && refusal.test(error.message) ? new StoreError('notWritten', error) : error
}
