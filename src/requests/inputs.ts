import type { Call, ListInput, UserInput } from '../api/call.js'
import type { CallContext } from '../core/event/call-context.js'
import type { RequestState, RequestView } from '../core/event/request-vocabulary.js'
import type { MessageText } from '../core/message/message-text.js'
import type { IssuedPass } from '../core/pass/pass.js'
import type { ProverName } from '../ports/prover.js'

/** What a requester without a credential sends. */
export interface SubmitInput {
  /** Id, user principal name or any alias, as typed: 1 to 512 characters. */
  readonly user: string
  /** The employee id, as typed: 1 to 128 characters. Compared without case, width and outer white space. */
  readonly employeeId: string
  /** Where a reviewer can reach the requester, as typed: up to 256 characters. Reviewers see it; nothing checks it. */
  readonly contact?: string | undefined
  /**
   * Binds the request to this browser: a random value from a cookie of its own, not the session id. A secret, stored as
   * a hash. 1 to 1,024 characters. See the page "Client binding".
   */
  readonly clientBinding: string
  readonly context?: CallContext | undefined
}

/** A request, by the client that submitted or opened it. */
export interface RequesterInput {
  /** As `submit` or `open` returned it. */
  readonly requestId: string
  /** The `clientBinding` of `submit` or `open`, read again from the cookie of this browser. */
  readonly clientBinding: string
  readonly context?: CallContext | undefined
}

/** One piece of evidence. */
export interface ProveInput extends RequesterInput {
  /** One of the provers that {@link createRequests} was given. */
  readonly prover: ProverName
  /** What your page sent. The prover receives it unchanged; it is not stored. */
  readonly presented: unknown
}

/** The new contact of a request. */
export interface EditInput extends RequesterInput {
  /**
   * Where a reviewer can reach the requester: up to 256 characters.
   *
   * Default: the contact is removed.
   */
  readonly contact?: string | undefined
}

/** The user for whom an administrator opens a request, and why. */
export interface OpenInput extends UserInput {
  /** Why: 1 to 1,000 characters, kept with the request and in the event. */
  readonly justification: string
  /** For which case: 1 to 128 characters, kept with the request and in the event. */
  readonly ticket: string
  /**
   * Binds the request to the administrator's browser: a random value from a cookie of its own, not the session id. A
   * secret, stored as a hash. 1 to 1,024 characters. See the page "Client binding".
   */
  readonly clientBinding: string
}

/** Which request. */
export interface ReviewInput extends Call {
  /** A GUID, in either case. */
  readonly requestId: string
}

/** The decision of a reviewer. */
export interface DecideInput extends ReviewInput {
  /** What convinced you: 1 to 1,000 characters, kept with the request, in the event and in the event of the pass. */
  readonly justification: string
}

/** Which page of which list. */
export interface ListRequestsInput extends ListInput {
  /** `inbox`: requests that the actor may review now. `own`: the actor's own requests. `all`: all of the tenant. */
  readonly view: RequestView
}

/** How much one call of `maintain` does. */
export interface MaintainInput {
  /** From the page before. Default: the first page. */
  readonly cursor?: string | undefined
  /** Requests a call: 1 to 10,000. Default: 500. */
  readonly limit?: number | undefined
}

/** The result of a transition that a requester asked for. */
export type RequestResult = RequestAccepted | RequestRefused

/** The transition was made. */
export interface RequestAccepted {
  readonly ok: true
  /** The state after the transition. */
  readonly state: RequestState
  /** The first instant that is too late for this state. Absent in a final state. */
  readonly dueAt?: Date | undefined
}

/** The transition was refused. Every refusal has the same message: the reason is in the event `request.refused` only. */
export interface RequestRefused extends MessageText {
  readonly ok: false
  /** The current state. Absent unless the client submitted or opened this request. */
  readonly state?: RequestState | undefined
}

/** A new request, or a refusal without a reason. */
export type SubmitResult = (RequestAccepted & { readonly requestId: string }) | RequestRefused

/** The pass, or a refusal. */
export type CollectResult = { readonly ok: true; readonly pass: IssuedPass } | RequestRefused

/** What one call of `maintain` did. */
export interface RequestProgress {
  /** Requests that were expired, erased of evidence, or repaired. */
  readonly changed: number
  /** Reviewers who were notified. */
  readonly notified: number
  /** Reviewers who could not be notified, and requests that could not be read or written. A later call tries again. */
  readonly remaining: number
  /** The next page. Absent after the last one. */
  readonly cursor?: string | undefined
}
