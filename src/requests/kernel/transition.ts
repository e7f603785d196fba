import type { EventDetails } from '../../core/event/event.js'
import type { RequestRefusalReason, RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import { messageText } from '../../core/message/english.js'
import type { MessageText } from '../../core/message/message-text.js'
import type { AuditContext, CallResult } from '../../kernel/audited.js'
import type { RequestRecord } from '../model/request.js'
import type { TransitionResult } from '../model/transitions.js'
import type { LoadedRequest } from './change-request.js'
import { changeRequest } from './change-request.js'
import type { RequestDeps } from './deps.js'
import type { RequesterRequest } from './input.js'

/** A request that was shown by the client it was submitted from, or why not. */
export type FoundRequest =
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
export interface RequestRefused extends MessageText {
  readonly ok: false
  readonly state?: RequestState | undefined
}

/** Does the request belong to whoever shows it? */
export function checkRequester(
  { document }: LoadedRequest,
  { clientBinding }: Pick<RequesterRequest, 'clientBinding'>,
): FoundRequest {
  if (document.unreadable) return { ok: false, reason: 'unreadable' }
  if (!document.request) return { ok: false, reason: 'unknownRequest' }
  // A hash of a secret against a hash that no stranger knows: there is nothing to learn from the time it takes.
  if (document.request.clientBinding !== clientBinding) return { ok: false, reason: 'wrongClient' }
  return { ok: true, request: document.request }
}

/** The outcome of one move that the holder asked for. */
export interface TransitionOutcome {
  readonly before?: RequestRecord | undefined
  readonly result:
    | TransitionResult
    | { readonly ok: false; readonly reason: RequestRefusalReason; readonly state?: undefined }
}

/** One move by the holder, committed. Also what only the clock has changed is written down. */
export async function transitionAsRequester<Facts>(
  deps: RequestDeps,
  { requestId, clientBinding }: RequesterRequest,
  learn: (request: RequestRecord) => Promise<Facts>,
  judge: (request: RequestRecord, facts: Facts, loaded: LoadedRequest, nowMs: number) => TransitionResult,
): Promise<TransitionOutcome> {
  if (requestId === undefined) return { result: { ok: false, reason: 'malformed' } }
  return changeRequest<Facts | undefined, TransitionOutcome>(deps, requestId, {
    readFacts: ({ document }) => (document.request ? learn(document.request) : undefined),
    decide: (loaded, facts, nowMs) => {
      const found = checkRequester(loaded, { clientBinding })
      if (!found.ok) return { value: { result: found } }
      const result = judge(found.request, facts as Facts, loaded, nowMs)
      const next = result.next === found.request ? undefined : result.next
      return { value: { before: found.request, result }, next }
    },
  })
}

/** What is answered and told of a move by the holder. */
export function transitionResult(
  audit: AuditContext,
  transition: RequestTransition,
  { requestId }: Pick<RequesterRequest, 'requestId'>,
  { before, result }: TransitionOutcome,
  details: Partial<EventDetails['request.changed']> = {},
): CallResult<RequestResult> {
  audit.userId = (result.ok ? result.next : before)?.user?.id
  if (!result.ok) {
    const { reason, state } = result
    const known = before && requestId
    return {
      value: refusedResult(state),
      event: { type: 'request.refused', details: { requestId: known, transition, reason, prover: details.prover } },
    }
  }
  const { next } = result
  return {
    value: acceptedResult(next),
    event: {
      type: 'request.changed',
      details: {
        requestId: next.id,
        transition,
        from: before?.state,
        to: next.state,
        decoy: next.decoy,
        reusedProofOf: next.reusedProofOf,
        ...details,
      },
    },
  }
}

/** Creates a refusal that is the same for every reason. */
export function refusedResult(state?: RequestState): RequestRefused {
  return { ok: false, ...messageText('request.refused'), state }
}

export function acceptedResult({ state, dueAtMs }: RequestRecord): RequestAccepted {
  return { ok: true, state, dueAt: dueAtMs === undefined ? undefined : new Date(dueAtMs) }
}
