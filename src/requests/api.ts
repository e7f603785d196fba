import type { Page } from '../api/call.js'
import type {
  CollectResult,
  DecideInput,
  EditInput,
  ListRequestsInput,
  MaintainInput,
  OpenInput,
  ProveInput,
  RequesterInput,
  RequestProgress,
  RequestResult,
  ReviewInput,
  SubmitInput,
  SubmitResult,
} from './inputs.js'
import type { PassRequest } from './model/describe.js'

/**
 * Self-service requests, for one tenant.
 *
 * Methods for requesters return `{ ok: false }` for anything that a requester can get wrong. They return the same for an
 * unknown user as for a known one. Methods for reviewers and administrators throw.
 */
export interface Requests {
  readonly tenantId: string
  /**
   * Creates a request for the user with this name and employee id.
   *
   * An unknown user, a wrong employee id and a user who may not have a pass get the same answer: a request that never leads
   * to a pass. Limit this call by source and by name, because every call stores a document.
   *
   * @returns The state `submitted`, or `{ ok: false }` for malformed input and for a user whose failed proofs locked them.
   * @throws `InvalidInputError` for `clientBinding` and unknown fields; `BusyError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * const submitted = await requests.submit({ user: 'rhea@example.com', employeeId: '4711', clientBinding })
   * if (submitted.ok) redirect(`/requests/${submitted.requestId}`)
   * ```
   */
  submit(input: SubmitInput): Promise<SubmitResult>
  /**
   * Passes one piece of evidence to its prover, and stores the result.
   *
   * Offer the liveness check first: with a valid earlier proof it is enough, and no method says beforehand whether there is
   * one. The attempt counts towards `failedProofsBeforeLockout` until the prover accepts it.
   *
   * @returns The state `proving` if more evidence is needed, also after evidence that was not accepted; `awaitingReview`
   * once a set of `identityProofs` is complete; `approved` if `returningProofs` and a valid earlier proof were enough.
   * @throws `InvalidInputError` for `clientBinding`, `prover` and unknown fields; `PortFailedError` with `port: 'prover'` if
   * the prover failed, took over 60 seconds or returned no proof: nothing is counted; `BusyError`.
   *
   * @example
   * ```ts
   * const proved = await requests.prove({ requestId, clientBinding, prover: 'liveness', presented: body.film })
   * if (proved.ok && proved.state === 'proving') askForDocument()
   * ```
   */
  prove(input: ProveInput): Promise<RequestResult>
  /**
   * Changes where a reviewer can reach the requester.
   *
   * It ends a running call and drops all approvals, because reviewers approved another contact.
   *
   * @returns The state that the request is in again: `awaitingReview` if identity is proved.
   * @throws `InvalidInputError` for `clientBinding` and unknown fields; `BusyError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * await requests.edit({ requestId, clientBinding, contact: '+1 555 0100' })
   * ```
   */
  edit(input: EditInput): Promise<RequestResult>
  /**
   * Returns the state of a request, for a page that waits. It changes nothing.
   *
   * @returns `{ ok: false }` for an unknown request and for one of another client.
   * @throws `InvalidInputError` for `clientBinding` and unknown fields; `PortFailedError`.
   *
   * @example
   * ```ts
   * const status = await requests.status({ requestId, clientBinding })
   * if (status.ok && status.state === 'approved') offerToCollect()
   * ```
   */
  status(input: RequesterInput): Promise<RequestResult>
  /**
   * Issues the pass of an approved request, once.
   *
   * The pass lives for `passLifetimeInMinutes`. For a user's own request it starts with the wrong codes of the pass before
   * it, and does not end a lockout; at the limit of wrong codes it is refused, and an administrator must help. A
   * policy that now requires two people sends the request back to review.
   *
   * @throws `InvalidInputError` for `clientBinding` and unknown fields; `BusyError`, `PortFailedError`, `ConflictError`,
   * `UnreadableDocumentError`: the approval is given back if the store can be written.
   *
   * @example
   * ```ts
   * const collected = await requests.collect({ requestId, clientBinding })
   * if (collected.ok) show(collected.pass.temporaryAccessPass)
   * ```
   */
  collect(input: RequesterInput): Promise<CollectResult>
  /**
   * Cancels a request for good, from any state that is not final.
   *
   * @throws `InvalidInputError` for `clientBinding` and unknown fields; `BusyError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * await requests.cancel({ requestId, clientBinding })
   * ```
   */
  cancel(input: RequesterInput): Promise<RequestResult>
  /**
   * Opens a request for another user, after `passes.create` threw `ApprovalRequiredError`.
   *
   * It needs no proof: the administrator gives the reasons. A reviewer decides, then the administrator collects the pass
   * with the same `clientBinding`.
   *
   * @throws `NotAuthorizedError`, also for a program and for the actor's own pass; `UserNotFoundError`;
   * `StepUpRequiredError`; `PolicyViolationError`; `InvalidInputError`; `BusyError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * const { id } = await requests.open({
   *   actor,
   *   user: 'alan@example.com',
   *   justification: 'Lost his phone in Oslo',
   *   ticket: 'INC-7',
   *   clientBinding,
   * })
   * ```
   */
  open(input: OpenInput): Promise<PassRequest>
  /**
   * Starts the call of a reviewer. Of two reviewers who start at once, one succeeds.
   *
   * A reviewer whose call broke off may start it again until the review deadline. Other reviewers wait until it ends, after
   * `maximumCallInMinutes`.
   *
   * @throws `NotAuthorizedError` for an actor who is no reviewer of this request now; `RequestNotFoundError`;
   * `StepUpRequiredError` if the policy requires a fresh sign-in for issuing; `InvalidTransitionError` with the reason
   * `wrongState`, `notInCall`, `alreadyApproved` or `tooManyTransitions`; `InvalidInputError`; `UnreadableDocumentError`;
   * `BusyError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * const { contact } = await requests.startCall({ actor, requestId })
   * ```
   */
  startCall(input: ReviewInput): Promise<PassRequest>
  /**
   * Approves a request at the end of the actor's own call. Under dual control the first approval makes the request await
   * another reviewer.
   *
   * @throws As {@link Requests.startCall}, and `InvalidTransitionError` with the reason `callTooShort` before
   * `minimumCallInSeconds`.
   *
   * @example
   * ```ts
   * await requests.approve({ actor, requestId, justification: 'She named her last project' })
   * ```
   */
  approve(input: DecideInput): Promise<PassRequest>
  /**
   * Denies a request for good, with or without a call, also after an approval that was not collected.
   *
   * It invalidates what the user has proved so far, unless an administrator opened the request.
   *
   * @throws As {@link Requests.startCall}, but never `StepUpRequiredError`.
   *
   * @example
   * ```ts
   * await requests.deny({ actor, requestId, justification: 'Did not know his own manager' })
   * ```
   */
  deny(input: DecideInput): Promise<PassRequest>
  /**
   * Returns one request, to its user, to its reviewers and to actors with the permission `requests.list`.
   *
   * @returns `undefined` if there is no such request. Only actors with the permission `requests.list` get this answer.
   * @throws `NotAuthorizedError`; `InvalidInputError`; `UnreadableDocumentError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * const request = await requests.get({ actor, requestId })
   * console.log(request?.history.map(({ transition, at }) => `${at.toISOString()} ${transition}`))
   * ```
   */
  get(input: ReviewInput): Promise<PassRequest | undefined>
  /**
   * Returns one page of requests. A page may hold few requests or none; only an absent `cursor` ends the list.
   *
   * @throws `NotAuthorizedError`; `InvalidInputError`, also for a `cursor` that no page returned;
   * `UnreadableDocumentError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * let cursor: string | undefined
   * do {
   *   const page = await requests.list({ actor, view: 'inbox', cursor })
   *   show(page.items)
   *   cursor = page.cursor
   * } while (cursor !== undefined)
   * ```
   */
  list(input: ListRequestsInput): Promise<Page<PassRequest>>
  /**
   * Stores what has expired, erases evidence at the end of its retention, notifies reviewers who were not notified yet, and
   * repairs what a crash left unfinished. In every tenant.
   *
   * Run it as a scheduled job, every minute, each time until there is no `cursor`.
   *
   * @throws `InvalidInputError`; `PortFailedError`.
   *
   * @example
   * ```ts
   * let cursor: string | undefined
   * do {
   *   cursor = (await requests.maintain({ cursor })).cursor
   * } while (cursor !== undefined)
   * ```
   */
  maintain(input?: MaintainInput): Promise<RequestProgress>
  /**
   * Returns the requests of another tenant, with the same options. It does no work: call it for each HTTP request.
   *
   * @param tenantId - 1 to 512 characters.
   * @throws `TypeError` or `RangeError` for a malformed tenant id.
   *
   * @example
   * ```ts
   * const submitted = await requests.forTenant('contoso').submit(input)
   * ```
   */
  forTenant(tenantId: string): Requests
}
