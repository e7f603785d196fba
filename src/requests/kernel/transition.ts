import type { EventDetails } from '../../core/event/event.js'
import type { Told, Trail } from '../../kernel/audited.js'
import type { RequestMove, RequestRecord, RequestRefusalReason, RequestState } from '../model/request.js'
import type { Judged } from '../model/transitions.js'
import type { LoadedRequest } from './change-request.js'
import { changeRequest } from './change-request.js'
import type { RequestDeps } from './deps.js'
import type { Held } from './input.js'

/** A request that was shown by the client it was submitted from, or why not. */
export type Found =
  | { readonly ok: true; readonly request: RequestRecord }
  | { readonly ok: false; readonly reason: RequestRefusalReason }

/** What the person who asks is told. */
export type RequestResult = RequestAccepted | RequestRefused

/** The move was made. */
export interface RequestAccepted {
  readonly ok: true
  readonly state: RequestState
  /** When the state runs out. Absent once the request is over. */
  readonly dueAt?: Date | undefined
}

/** The move was not made, for whatever cause. `state` is told to the client that holds the request, and to nobody else. */
export interface RequestRefused {
  readonly ok: false
  readonly state?: RequestState | undefined
}

/** Does the request belong to whoever shows it? */
export function judgeHeld({ held }: LoadedRequest, { clientBinding }: Pick<Held, 'clientBinding'>): Found {
  if (held.unreadable) return { ok: false, reason: 'unreadable' }
  if (!held.request) return { ok: false, reason: 'unknownRequest' }
  // A hash of a secret against a hash that no stranger knows: there is nothing to learn from the time it takes.
  if (held.request.clientBinding !== clientBinding) return { ok: false, reason: 'wrongClient' }
  return { ok: true, request: held.request }
}

/** The outcome of one move that the holder asked for. */
export interface Outcome {
  readonly before?: RequestRecord | undefined
  readonly judged: Judged | { readonly ok: false; readonly reason: RequestRefusalReason; readonly state?: undefined }
}

/** One move by the holder, committed. Also what only the clock has changed is written down. */
export async function moveHeld<Facts>(
  deps: RequestDeps,
  { requestId, clientBinding }: Held,
  learn: (request: RequestRecord) => Promise<Facts>,
  judge: (request: RequestRecord, facts: Facts, loaded: LoadedRequest, nowMs: number) => Judged,
): Promise<Outcome> {
  if (requestId === undefined) return { judged: { ok: false, reason: 'malformed' } }
  return changeRequest<Facts | undefined, Outcome>(deps, requestId, {
    learn: ({ held }) => (held.request ? learn(held.request) : undefined),
    decide: (loaded, facts, nowMs) => {
      const found = judgeHeld(loaded, { clientBinding })
      if (!found.ok) return { answer: { judged: found } }
      const judged = judge(found.request, facts as Facts, loaded, nowMs)
      const next = judged.next === found.request ? undefined : judged.next
      return { answer: { before: found.request, judged }, next }
    },
  })
}

/** What is answered and told of a move by the holder. */
export function told(
  trail: Trail,
  move: RequestMove,
  { requestId }: Pick<Held, 'requestId'>,
  { before, judged }: Outcome,
  details: Partial<EventDetails['request.changed']> = {},
): Told<RequestResult> {
  trail.userId = (judged.ok ? judged.next : before)?.person?.id
  if (!judged.ok) {
    const { reason, state } = judged
    const known = before && requestId
    return {
      answer: { ok: false, state },
      event: { type: 'request.refused', details: { requestId: known, move, reason, prover: details.prover } },
    }
  }
  const { next } = judged
  return {
    answer: accepted(next),
    event: {
      type: 'request.changed',
      details: {
        requestId: next.id,
        move,
        from: before?.state,
        to: next.state,
        decoy: next.decoy,
        vouchedBy: next.vouchedBy,
        ...details,
      },
    },
  }
}

export function accepted({ state, dueAtMs }: RequestRecord): RequestAccepted {
  return { ok: true, state, dueAt: dueAtMs === undefined ? undefined : new Date(dueAtMs) }
}
