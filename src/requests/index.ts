export type { RequestView } from '../core/event/event.js'
export type { AcceptedEvidence, Challenge, Evidence, Proof, Prover, ProverName, Provers } from '../ports/prover.js'
export type { ReviewNotice, ReviewNotifier } from '../ports/review-notifier.js'
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
} from './api.js'
export type { RequestsOptions } from './create-requests.js'
export { createRequests } from './create-requests.js'
export type { RequestAccepted, RequestRefused, RequestResult } from './kernel/transition.js'
export type { PassRequest, RequestApproval, RequestMoved, RequestProof } from './model/describe.js'
export type { Mover, RequestMove, RequestRefusalReason, RequestState } from './model/request.js'
export type { NumericRequestRule, RequestRuleBound, RequestRules, ReviewerRule } from './model/rules.js'
export { defaultRequestRules, requestRuleBounds } from './model/rules.js'
