import type { EventDetails } from '../../core/event/event.js'
import type { RequestRefusalReason, RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import { messageText } from '../../core/message/english.js'
import type { AuditContext, CallResult } from '../../kernel/audited.js'
import type { RequestAccepted, RequestRefused, RequestResult } from '../inputs.js'
import type { RequestRecord } from '../model/request.js'
import type { TransitionResult } from '../model/transitions/apply-transition.js'
import type { LoadedRequest } from './change-request.js'
import { changeRequest } from './change-request.js'
import type { RequestDeps } from './deps.js'
import type { RequesterRequest } from './input.js'

interface RequesterRefusal {
  readonly ok: false
  readonly reason: RequestRefusalReason
  readonly state?: undefined
}

/** The request of this client, or a refusal. */
export type FoundRequest = { readonly ok: true; readonly request: RequestRecord } | RequesterRefusal

/** Finds the request, if the client submitted or opened it. */
export function checkRequester({ document }: LoadedRequest, clientBinding: string): FoundRequest {
  if (document.unreadable) return { ok: false, reason: 'unreadable' }
  if (!document.request) return { ok: false, reason: 'unknownRequest' }
  // Both are hashes of secrets that an attacker does not know, so the time of the comparison reveals nothing.
  if (document.request.clientBinding !== clientBinding) return { ok: false, reason: 'wrongClient' }
  return { ok: true, request: document.request }
}

/** The outcome of one transition that a requester asked for. */
export interface TransitionOutcome {
  readonly before?: RequestRecord | undefined
  readonly result: TransitionResult | RequesterRefusal
}

/** One transition that a requester asks for. */
interface RequesterTransition<Facts> {
  /** The call goes on if `decide` allows it, and a later transition decides. Default: `false`. */
  readonly isCheck?: boolean | undefined
  /** Reads what the decision needs besides the request. */
  readonly readFacts?: (request: RequestRecord) => Promise<Facts>
  readonly decide: (current: {
    readonly request: RequestRecord
    readonly facts: Facts
    readonly loaded: LoadedRequest
    readonly nowMs: number
  }) => TransitionResult
}

/** Commits a requester's transition. A refusal names the state, so it is stored too, with what the clock has changed. */
export async function transitionAsRequester<Facts = undefined>(
  deps: RequestDeps,
  { requestId, clientBinding }: RequesterRequest,
  { isCheck = false, readFacts, decide }: RequesterTransition<Facts>,
): Promise<TransitionOutcome> {
  if (requestId === undefined) return { result: { ok: false, reason: 'malformed' } }
  return changeRequest<Facts | undefined, TransitionOutcome>(deps, requestId, {
    readFacts: ({ document }) => (document.request ? readFacts?.(document.request) : undefined),
    decide: (loaded, facts, nowMs) => {
      const found = checkRequester(loaded, clientBinding)
      if (!found.ok) return { value: { result: found }, restsOnRead: 'refusal' }
      const { request } = found
      const result = decide({ request, facts: facts as Facts, loaded, nowMs })
      const next = result.next === request ? undefined : result.next
      return { value: { before: request, result }, next, restsOnRead: isCheck && result.ok ? 'check' : undefined }
    },
  })
}

/** Returns the answer to a requester's transition, and its event. */
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
    const knownId = before && requestId
    return {
      value: refusedResult(state),
      event: { type: 'request.refused', details: { requestId: knownId, transition, reason, prover: details.prover } },
    }
  }
  const { id, state, decoy, reusedProofOf } = result.next
  const change = { requestId: id, transition, from: before?.state, to: state, decoy, reusedProofOf, ...details }
  return { value: acceptedResult(result.next), event: { type: 'request.changed', details: change } }
}

/** Returns the same refusal for every reason. */
export function refusedResult(state?: RequestState): RequestRefused {
  return { ok: false, ...messageText('request.refused'), state }
}

export function acceptedResult({ state, dueAtMs }: RequestRecord): RequestAccepted {
  return { ok: true, state, dueAt: dueAtMs === undefined ? undefined : new Date(dueAtMs) }
}
