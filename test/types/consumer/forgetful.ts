import { isTapError } from 'temporary-access-pass'

// A switch with only one of the codes: it must not compile.
export function status(error: unknown): number {
  if (!isTapError(error)) return 500
  switch (error.code) {
    case 'TAP_BUSY':
      return 503
  }
}
