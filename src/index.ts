export type { Actor, ActorAuthentication, ServiceActor, UserActor } from './access/actor.js'
export { authorizeByEntraRoles } from './access/entra-roles.js'
export type { RequestVerb, TapVerb, Verb } from './access/verb.js'
export { codeEntropyInBits } from './code/entropy.js'
export { createTap } from './create-tap.js'
export type { Cryptography } from './crypto/suite.js'
export {
  type AnyTapError,
  ApprovalRequiredError,
  BusyError,
  ConflictError,
  IllegalMoveError,
  InvalidInputError,
  isTapError,
  NotAuthorizedError,
  PassNotFoundError,
  PolicyViolationError,
  PortFailedError,
  type PortName,
  RateLimitedError,
  RequestNotFoundError,
  StepUpRequiredError,
  TamperedError,
  TapError,
  type TapErrorCode,
  UserNotFoundError,
} from './errors.js'
export type {
  CallContext,
  EventDetails,
  PublicVerb,
  RequestPublicVerb,
  RequestView,
  TapEvent,
  TapEventOf,
  TapPublicVerb,
  Unreadable,
} from './event/event.js'
export type { GrantPurpose, GrantRefusalReason, GrantResult } from './grant/grant.js'
export type { InputIssueCode, Issue, PolicyIssueCode } from './issue.js'
export type { RepudiationRefusalReason } from './notice/repudiation.js'
export type { ChannelLimit } from './pass/channel-limits.js'
export { channelLimits } from './pass/channel-limits.js'
export type { Advice, Explanation } from './pass/explain.js'
export type { IssuedPass, MethodUsabilityReason, Pass, Usability } from './pass/pass.js'
export type { NestedNumericPolicyField } from './policy/bounds.js'
export { type NumericPolicyField, nestedPolicyBounds, type PolicyBound, policyBounds } from './policy/bounds.js'
export type {
  AlphabetName,
  DualControlTarget,
  IssuingRules,
  Policy,
  PolicyPatch,
  RegistrableCredentials,
  Target,
} from './policy/policy.js'
export { entraPolicy, nistPolicy } from './policy/presets.js'
export type { PolicyFinding } from './policy/review.js'
export { reviewPolicy } from './policy/review.js'
export type { AccessQuestion, Authorize } from './ports/authorize.js'
export type { Clock } from './ports/clock.js'
export type { Deliverer, Parcel } from './ports/deliverer.js'
export type { Address, DeliveryChannel, Directory, DirectoryUser, Role } from './ports/directory.js'
export type { EventSink } from './ports/event-sink.js'
export type { Key, KeyProvider } from './ports/keys.js'
export type { Notice, NoticeKind, Notifier } from './ports/notifier.js'
export type { ProverName } from './ports/prover.js'
export type { RandomBytes } from './ports/random-bytes.js'
export type { ScannedPage, ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from './ports/store.js'
export type { Credential, Registration } from './registration/registration.js'
export type { DecoyReason, RequestMove, RequestRefusalReason, RequestState } from './request/request.js'
export type { AssuranceLevel } from './sign-in/claims.js'
export { revealRefusal } from './sign-in/refusal.js'
export type {
  AllowedAction,
  RequiredAction,
  SignIn,
  SignInInput,
  SignInRefusal,
  SignInRefusalReason,
  SignInResult,
  SignInSuccess,
} from './sign-in/sign-in.js'
export type { StepUpInput } from './sign-in/step-up-challenge.js'
export { stepUpChallenge } from './sign-in/step-up-challenge.js'
export type { Surface, SurfaceRule, SurfaceRules } from './sign-in/surfaces.js'
export { surfaceRules } from './sign-in/surfaces.js'
export type { IsPassOfferedInput, RepudiateInput, RepudiateResult, Tap, UnlockInput, UserVerbs } from './tap.js'
export type { HashingOptions, PassOffer, TapOptions } from './tap-options.js'
export type { GrantVerbs, VerifyGrantInput } from './verbs/grants/types.js'
export type { MaintenanceVerbs, NoticeProgress, ResealProgress } from './verbs/maintenance/types.js'
export type {
  CreateManyInput,
  CreateManyRow,
  CreatePassInput,
  DeletedPass,
  DeletePassInput,
  DeliverPassInput,
  PassInput,
  PassRow,
  PassVerbs,
  PlannedPass,
} from './verbs/passes/types.js'
export type { PolicyVerbs, UpdatePolicyInput } from './verbs/policy/types.js'
export type { CompleteRegistrationInput, RegistrationResult, RegistrationVerbs } from './verbs/registrations/types.js'
export type { Call, ListInput, Page, UserInput } from './verbs/types.js'
