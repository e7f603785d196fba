import type { Call, ListInput, Page, UserInput } from '../api/call.js'
import type { CallContext } from '../core/event/call-context.js'
import type { RequestView } from '../core/event/request-vocabulary.js'
import type { IssuedPass } from '../core/pass/pass.js'
import type { ProverName } from '../ports/prover.js'
import type { RequestAccepted, RequestRefused, RequestResult } from './kernel/transition.js'
import type { PassRequest } from './model/describe.js'

/** What a person without a credential says. */
export interface SubmitInput {
  /** The name as typed. */
  readonly user: string
  /** As typed, beside the name: up to 128 characters. */
  readonly employeeId: string
  /** Where a reviewer can reach the person: up to 256 characters. Shown to reviewers, and to nobody as if it were checked. */
  readonly contact?: string | undefined
  /**
   * Binds the request to this browser: a random value from a cookie of its own, not the session id. A secret, stored as
   * a hash. 1 to 1,024 characters. See the page "Client binding".
   */
  readonly clientBinding: string
  readonly context?: CallContext | undefined
}

/** A request that was taken, or a refusal that says no more. */
export type SubmitResult = (RequestAccepted & { readonly requestId: string }) | RequestRefused

/** What the person holds who asked: the id of the request, and the browser it was made in. */
export interface RequesterInput {
  readonly requestId: string
  /** The `clientBinding` of `submit` or `open`, read again from the cookie of this browser. */
  readonly clientBinding: string
  readonly context?: CallContext | undefined
}

/** One piece of evidence. */
export interface ProveInput extends RequesterInput {
  readonly prover: ProverName
  /** Whatever your page sent. Goes to the prover as it is, and is stored nowhere. */
  readonly presented: unknown
}

/** Where a reviewer can reach the person from now on; left out, nowhere. */
export interface EditInput extends RequesterInput {
  readonly contact?: string | undefined
}

/** The pass, or a refusal. */
export type CollectResult = { readonly ok: true; readonly pass: IssuedPass } | RequestRefused

/** For whom an administrator asks, and why. */
export interface OpenInput extends UserInput {
  /** 1 to 1,000 characters, kept with the request. */
  readonly justification: string
  /** 1 to 128 characters. */
  readonly ticket: string
  /**
   * Binds the request to the administrator's browser: a random value from a cookie of its own, not the session id. A
   * secret, stored as a hash. 1 to 1,024 characters. See the page "Client binding".
   */
  readonly clientBinding: string
}

/** Which request. */
export interface ReviewInput extends Call {
  readonly requestId: string
}

/** Which request, and why. */
export interface DecideInput extends ReviewInput {
  /** 1 to 1,000 characters, kept with the request: what was asked, and what convinced you. */
  readonly justification: string
}

/** Which list. */
export interface ListRequestsInput extends ListInput {
  /** `inbox`: those the actor may review now. `own`: those about the actor. `all`: those of the tenant. */
  readonly view: RequestView
}

/** How much one call looks after. */
export interface MaintainInput {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** How far one call came. */
export interface RequestProgress {
  /** Expired, erased or put right. */
  readonly changed: number
  /** Reviewers told. */
  readonly notified: number
  /** Reviewers still to be told, and requests that do not open. */
  readonly remaining: number
  readonly cursor?: string | undefined
}

/**
 * Self-service requests, for one tenant. Verbs for the person who asks answer `{ ok }`, the same for a name that nobody
 * bears; verbs for reviewers and administrators throw.
 */
export interface Requests {
  readonly tenantId: string
  /**
   * Somebody asks for a pass. Whoever it is gets a request; only that of a person who may have a pass leads anywhere. Put a
   * limiter in front, by source and by name.
   *
   * @throws `InvalidInputError` for `clientBinding`; `BusyError`; `PortFailedError`.
   */
  submit(input: SubmitInput): Promise<SubmitResult>
  /**
   * Has one piece of evidence checked. Offer a liveness check first: while an earlier proof of theirs is valid it is enough,
   * and nobody is told beforehand whether there is one. `ok` with the state `proving` says that more is needed, also where
   * this piece was not accepted.
   *
   * @throws `InvalidInputError` for `clientBinding` and `prover`; `PortFailedError` (prover) when it could not
   * be checked: nothing was counted; `BusyError`.
   */
  prove(input: ProveInput): Promise<RequestResult>
  /** Changes where the person can be reached. A call and approvals so far are void: they were about another request. */
  edit(input: EditInput): Promise<RequestResult>
  /** Where the request is, for a page that waits. */
  status(input: RequesterInput): Promise<RequestResult>
  /**
   * The pass of an approved request, once. It lives for `passLifetimeInMinutes`, goes on with the wrong codes of the one
   * before it, and ends no wait; at the limit of wrong codes it is refused, and an administrator helps.
   *
   * @throws `BusyError`, `PortFailedError`, `ConflictError`: the approval is kept wherever that can be
   * written down.
   *
   * @example
   * ```ts
   * const collected = await requests.collect({ requestId, clientBinding })
   * if (collected.ok) show(collected.pass.temporaryAccessPass)
   * ```
   */
  collect(input: RequesterInput): Promise<CollectResult>
  /** The person does not want it any more. */
  cancel(input: RequesterInput): Promise<RequestResult>
  /**
   * An administrator asks for somebody else: what `passes.create` points to with `ApprovalRequiredError`. A reviewer
   * decides; then the administrator collects, in the session that opened it.
   *
   * @throws `NotAuthorizedError`; `UserNotFoundError`; `StepUpRequiredError`;
   * `PolicyViolationError`; `InvalidInputError`.
   */
  open(input: OpenInput): Promise<PassRequest>
  /**
   * The reviewer calls the person. Of two reviewers one gets the call.
   *
   * @throws `NotAuthorizedError` for whoever is no reviewer of this request now; `RequestNotFoundError`;
   * `StepUpRequiredError` where the policy asks it of whoever issues; `InvalidTransitionError` (wrongState, notInCall,
   * alreadyApproved, tooManyMoves).
   */
  startCall(input: ReviewInput): Promise<PassRequest>
  /**
   * Yes, at the end of one's own call. Under dual control another reviewer is asked then.
   *
   * @throws as {@link Requests.startCall}, and `InvalidTransitionError` (callTooShort).
   */
  approve(input: DecideInput): Promise<PassRequest>
  /**
   * No, for good, with or without a call, also after a yes that was not used yet. What the person had proved counts for
   * nothing from then on.
   *
   * @throws as {@link Requests.startCall}, but never `StepUpRequiredError`.
   */
  deny(input: DecideInput): Promise<PassRequest>
  /**
   * One request: for the person, for whoever may review it, for whoever may list all.
   *
   * @returns `undefined` when there is none, told only to whoever may list all.
   * @throws `NotAuthorizedError`; `UnreadableDocumentError`.
   */
  get(input: ReviewInput): Promise<PassRequest | undefined>
  /**
   * A page of requests. It may hold few, or none; only an absent `cursor` ends the list.
   *
   * @throws `NotAuthorizedError`; `InvalidInputError`.
   */
  list(input: ListRequestsInput): Promise<Page<PassRequest>>
  /**
   * For a scheduled job, every minute, each time until there is no `cursor`: at most `limit` requests a call (1 to 10,000,
   * 500 unless told), of every tenant. Writes down what has expired, erases evidence whose retention is over, tells
   * reviewers who have not been told yet, and puts right what a crash left undone.
   */
  maintain(input?: MaintainInput): Promise<RequestProgress>
  /** The same, seen from another tenant. Cheap: call it per request. */
  forTenant(tenantId: string): Requests
}
