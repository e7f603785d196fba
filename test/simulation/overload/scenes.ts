import type { Overload } from './overload.js'

/**
 * Overloads that a process recovers from. It holds up to 256 sign-ins, for which the database of these scenes needs 2.6
 * seconds. Callers must be more patient than that: see `docs/performance.md`.
 */
export const scenes = {
  'callers who wait': {
    capacity: { connections: 4, requestMs: 20 },
    patience: { timeoutMs: 10_000, retries: 0, pauseMs: 0 },
    usualLoad: 1,
  },
  'callers who give up and do not come back': {
    capacity: { connections: 4, requestMs: 20 },
    patience: { timeoutMs: 3_000, retries: 0, pauseMs: 0 },
    usualLoad: 0.95,
  },
  'callers who give up and try again': {
    capacity: { connections: 4, requestMs: 20 },
    patience: { timeoutMs: 4_000, retries: 3, pauseMs: 200 },
    usualLoad: 0.95,
  },
} as const satisfies Readonly<Record<string, Overload>>

export type SceneName = keyof typeof scenes
