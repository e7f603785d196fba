export type {
  DecoyReason,
  RequestRefusalReason,
  RequestState,
  RequestTransition,
  RequestView,
} from '../core/event/request-vocabulary.js'
export type { AcceptedEvidence, Challenge, Evidence, Proof, Prover, ProverName, Provers } from '../ports/prover.js'
export type { ReviewNotice, ReviewNotifier } from '../ports/review-notifier.js'
export type { Requests } from './api.js'
export type { RequestsOptions } from './create-requests.js'
export { createRequests } from './create-requests.js'
export type {
  CollectResult,
  DecideInput,
  EditInput,
  ListRequestsInput,
  MaintainInput,
  OpenInput,
  ProveInput,
  RequestAccepted,
  RequesterInput,
  RequestProgress,
  RequestRefused,
  RequestResult,
  ReviewInput,
  SubmitInput,
  SubmitResult,
} from './inputs.js'
export type { PassRequest, RequestApproval, RequestHistoryEntry, RequestProof } from './model/describe.js'
export type { TransitionActor } from './model/request.js'
export type { NumericRequestRule, RequestRuleBound, RequestRules, ReviewerRule } from './model/rules.js'
export { defaultRequestRules, requestRuleBounds } from './model/rules.js'
