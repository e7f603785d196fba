export type { RequestsOptions } from './create-requests.js'
export { createRequests } from './create-requests.js'
export type { RequestView } from './event/event.js'
export type { AcceptedEvidence, Challenge, Evidence, Proof, Prover, ProverName, Provers } from './ports/prover.js'
export type { ReviewNotice, ReviewNotifier } from './ports/review-notifier.js'
export type { PassRequest, RequestApproval, RequestMoved, RequestProof } from './request/describe.js'
export type { Mover, RequestMove, RequestRefusalReason, RequestState } from './request/request.js'
export type { NumericRequestRule, RequestRuleBound, RequestRules, ReviewerRule } from './request/rules.js'
export { defaultRequestRules, requestRuleBounds } from './request/rules.js'
export type { RequestAccepted, RequestRefused, RequestResult } from './verbs/requests/held.js'
export type {
  CollectResult,
  DecideInput,
  EditInput,
  HeldInput,
  ListRequestsInput,
  MaintainInput,
  OpenInput,
  ProveInput,
  RequestProgress,
  Requests,
  ReviewInput,
  SubmitInput,
  SubmitResult,
} from './verbs/requests/types.js'
