/**
 * Temporary Access Passes for any identity provider. Start with {@link createTap}, which returns a {@link Tap}.
 *
 * @packageDocumentation
 */

export type { Call, ListInput, Page, UserInput } from './api/call.js'
export type { GrantVerbs, VerifyGrantInput } from './api/grants.js'
export type { MaintenanceVerbs, NoticeProgress, ResealProgress } from './api/maintenance.js'
export type { TapOptions } from './api/options.js'
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
} from './api/passes.js'
export type { PolicyVerbs, UpdatePolicyInput } from './api/policy.js'
export type { CompleteRegistrationInput, RegistrationResult, RegistrationVerbs } from './api/registrations.js'
export type { IsPassOfferedInput, RepudiateInput, RepudiateResult, Tap } from './api/tap.js'
export type { UnlockInput, UserVerbs } from './api/users.js'
export type { Actor, ActorAuthentication, ServiceActor, UserActor } from './core/access/actor.js'
export { authorizeByEntraRoles } from './core/access/entra-roles.js'
export type { CallName, Permission } from './core/access/permission.js'
export { codeEntropyInBits } from './core/code/entropy.js'
export type { CallContext } from './core/event/call-context.js'
export type { EventDetails, TapEvent, TapEventOf } from './core/event/event.js'
export type { GrantPurpose, GrantRefusalReason, GrantResult } from './core/grant/grant.js'
export type { InputIssue, InputIssueCode, PolicyIssueCode } from './core/input/input-issue.js'
export type { ChannelLimit } from './core/pass/channel-limits.js'
export { channelLimits } from './core/pass/channel-limits.js'
export type { Explanation } from './core/pass/explain.js'
export type { OnboardingStage } from './core/pass/onboarding-stage.js'
export { onboardingStage, onboardingStages } from './core/pass/onboarding-stage.js'
export type { IssuedPass, MethodUsabilityReason, Pass, Usability } from './core/pass/pass.js'
export { type NumericPolicyField, type PolicyBound, policyBounds } from './core/policy/bounds.js'
export type {
  DualControlTarget,
  IssuingRules,
  Policy,
  PolicyPatch,
  RegistrableCredentials,
  Target,
} from './core/policy/policy.js'
export { entraPolicy, nistPolicy } from './core/policy/presets.js'
export type { PolicyFinding } from './core/policy/review.js'
export { reviewPolicy } from './core/policy/review.js'
export type { Credential, Registration } from './core/registration/registration.js'
export type { AllowedAction } from './core/sign-in/claims.js'
export { revealRefusal } from './core/sign-in/refusal.js'
export type {
  SignIn,
  SignInInput,
  SignInRefusal,
  SignInRefusalReason,
  SignInResult,
  SignInSuccess,
} from './core/sign-in/sign-in.js'
export type { StepUpInput } from './core/sign-in/step-up-challenge.js'
export { stepUpChallenge } from './core/sign-in/step-up-challenge.js'
export type { Surface, SurfaceRules } from './core/sign-in/surfaces.js'
export { surfaceRules } from './core/sign-in/surfaces.js'
export { createTap } from './create-tap.js'
export {
  type AnyTapError,
  ApprovalRequiredError,
  BusyError,
  ConflictError,
  InvalidInputError,
  InvalidTransitionError,
  isTapError,
  NotAuthorizedError,
  PassNotFoundError,
  PolicyViolationError,
  PortFailedError,
  RateLimitedError,
  RequestNotFoundError,
  StepUpRequiredError,
  TapError,
  type TapErrorCode,
  UnreadableDocumentError,
  UserNotFoundError,
} from './errors.js'
export type { AccessQuestion, Authorize } from './ports/authorize.js'
export type { Clock } from './ports/clock.js'
export type { Deliverer, Delivery } from './ports/deliverer.js'
export type { Address, DeliveryChannel, Directory, DirectoryUser, Role } from './ports/directory.js'
export type { EventSink } from './ports/event-sink.js'
export type { Key, KeyProvider } from './ports/keys.js'
export type { Notice, Notifier } from './ports/notifier.js'
export type { RandomBytes } from './ports/random-bytes.js'
export type { Store } from './ports/store.js'
export { StoreError } from './ports/store-error.js'
export type { Timer } from './ports/timer.js'
