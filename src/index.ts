export type { Actor, ServiceActor, UserActor } from './access/actor.js'
export { authorizeByEntraRoles } from './access/entra-roles.js'
export type { Verb } from './access/verb.js'
export { codeEntropyInBits } from './code/entropy.js'
export { createTap } from './create-tap.js'
export type { Cryptography } from './crypto/suite.js'
export {
  type AnyTapError,
  BusyError,
  ConflictError,
  InvalidInputError,
  isTapError,
  NotAuthorizedError,
  PassNotFoundError,
  PolicyViolationError,
  PortFailedError,
  type PortName,
  TamperedError,
  TapError,
  type TapErrorCode,
  UserNotFoundError,
} from './errors.js'
export type { CallContext, EventDetails, TapEvent, TapEventOf, Unreadable } from './event/event.js'
export type { InputIssueCode, Issue, PolicyIssueCode } from './issue.js'
export type { Advice, Explanation } from './pass/explain.js'
export type { IssuedPass, MethodUsabilityReason, Pass, Usability } from './pass/pass.js'
export { type NumericPolicyField, type PolicyBound, policyBounds } from './policy/bounds.js'
export type { AlphabetName, Policy, PolicyPatch, Target } from './policy/policy.js'
export { entraPolicy } from './policy/presets.js'
export type { AccessQuestion, Authorize } from './ports/authorize.js'
export type { Clock } from './ports/clock.js'
export type { Directory, DirectoryUser, Role } from './ports/directory.js'
export type { EventSink } from './ports/event-sink.js'
export type { Key, KeyProvider } from './ports/keys.js'
export type { RandomBytes } from './ports/random-bytes.js'
export type { ScannedPage, ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from './ports/store.js'
export { revealRefusal } from './sign-in/refusal.js'
export type {
  SignIn,
  SignInInput,
  SignInRefusal,
  SignInRefusalReason,
  SignInResult,
  SignInSuccess,
} from './sign-in/sign-in.js'
export type { Tap, UnlockInput, UserVerbs } from './tap.js'
export type { HashingOptions, TapOptions } from './tap-options.js'
export type { MaintenanceVerbs, ResealProgress } from './verbs/maintenance/types.js'
export type { CreatePassInput, DeletedPass, PassInput, PassVerbs } from './verbs/passes/types.js'
export type { PolicyVerbs, UpdatePolicyInput } from './verbs/policy/types.js'
export type { Call, ListInput, Page, UserInput } from './verbs/types.js'
