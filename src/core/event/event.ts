import type { TapErrorCode, UnreadableReason } from '../../errors.js'
import type { DeliveryChannel } from '../../ports/directory.js'
import type { ProverName } from '../../ports/prover.js'
import type { Actor } from '../access/actor.js'
import type { CallName } from '../access/permission.js'
import type { GrantPurpose, GrantRefusalReason } from '../grant/grant.js'
import type { RepudiationRefusalReason } from '../notice/repudiation.js'
import type { Policy } from '../policy/policy.js'
import type { Registration } from '../registration/registration.js'
import type { SignInRefusalReason } from '../sign-in/sign-in.js'
import type { Surface } from '../sign-in/surfaces.js'
import type { CallContext } from './call-context.js'
import type {
  DecoyReason,
  RequestRefusalReason,
  RequestState,
  RequestTransition,
  RequestView,
} from './request-vocabulary.js'

/**
 * What happened, told to the event sink: exactly one event per call, whatever came of it. What a wrong code set off is
 * told in its own event. No event holds a code, a grant or a key. Text that others wrote stays one line: of a credential's id,
 * type and label, control characters are left out.
 */
export type TapEvent = { [Type in keyof EventDetails]: TapEventOf<Type> }[keyof EventDetails]

/** One type of event. */
export interface TapEventOf<Type extends keyof EventDetails> {
  readonly type: Type
  /** A GUID, for de-duplication. */
  readonly id: string
  readonly at: Date
  readonly tenantId: string
  /** The caller's, or drawn. The same as in the answer. */
  readonly correlationId: string
  readonly actor?: { readonly kind: Actor['kind']; readonly id: string } | undefined
  readonly userId?: string | undefined
  readonly context?: CallContext | undefined
  readonly details: EventDetails[Type]
}

/** What each type of event says. */
export interface EventDetails {
  readonly 'policy.read': Record<never, never>
  readonly 'policy.updated': {
    readonly before?: Policy | undefined
    readonly after: Policy
    readonly overwrote?: UnreadableReason | undefined
  }
  readonly 'pass.created': {
    readonly passId: string
    readonly replacedPassId?: string | undefined
    readonly startDateTime: Date
    readonly endDateTime: Date
    readonly isUsableOnce: boolean
    /** The channel that took the code to the person. Absent: the actor was shown it. */
    readonly deliveredTo?: DeliveryChannel | undefined
    /** The request it was collected from. */
    readonly requestId?: string | undefined
    readonly justification?: string | undefined
    readonly ticket?: string | undefined
    /** A count of passes issued in the last hour did not open, and began again. */
    readonly restartedCount?: UnreadableReason | undefined
    readonly overwrote?: UnreadableReason | undefined
  }
  readonly 'pass.read': { readonly call: CallName; readonly passId?: string | undefined }
  readonly 'pass.deleted': {
    readonly passId?: string | undefined
    /** What came through it, and is to be removed with it. Empty without a cascade. */
    readonly registrations: readonly Registration[]
    /** The person said that it was not them. What was deleted before is told again, as by a cascade. */
    readonly isRepudiated: boolean
    readonly overwrote?: UnreadableReason | undefined
  }
  readonly 'user.unlocked': { readonly wrongCodes: number; readonly justification: string }
  readonly 'user.forgotten': Record<never, never>
  readonly 'signIn.succeeded': {
    readonly passId: string
    readonly surface: Surface
    /** The person, or somebody who has the code, had signed in before and not yet registered anything. */
    readonly isSuperseding: boolean
  }
  readonly 'signIn.refused': {
    readonly reason: SignInRefusalReason
    readonly surface: Surface
    /** In a row, this one included. */
    readonly wrongCodes: number
    readonly lockedOutUntil?: Date | undefined
    readonly revokedPassId?: string | undefined
  }
  readonly 'pass.offered': { readonly isOffered: boolean }
  readonly 'grant.verified': {
    readonly purpose: GrantPurpose
    readonly passId: string
    /** Where the person and the pass belong, when it is another tenant. */
    readonly homeTenantId?: string | undefined
  }
  readonly 'grant.refused': {
    readonly purpose: GrantPurpose
    readonly reason: GrantRefusalReason
    readonly homeTenantId?: string | undefined
  }
  readonly 'registration.completed': { readonly registration: Registration }
  readonly 'repudiation.refused': { readonly reason: RepudiationRefusalReason }
  /** A request came about, or went from one state to the next. */
  readonly 'request.changed': {
    readonly requestId: string
    readonly transition: RequestTransition
    /** Absent for a new one. */
    readonly from?: RequestState | undefined
    readonly to: RequestState
    /** What proved, and whether it was accepted. */
    readonly prover?: ProverName | undefined
    readonly isAccepted?: boolean | undefined
    /** Why it is nobody's: the person at the door was told nothing of it. */
    readonly decoy?: DecoyReason | undefined
    /** The earlier request whose proof stood in for a reviewer. */
    readonly reusedProofOf?: string | undefined
    readonly justification?: string | undefined
    readonly ticket?: string | undefined
  }
  readonly 'request.refused': {
    readonly requestId?: string | undefined
    readonly transition: RequestTransition
    readonly reason: RequestRefusalReason
    readonly prover?: ProverName | undefined
  }
  readonly 'request.read': { readonly requestId?: string | undefined; readonly view?: RequestView | undefined }
  readonly 'call.failed': {
    readonly call: CallName
    readonly code: TapErrorCode
    /** A pass that was made all the same: its code could not be handed over, and it was deleted again if that worked. */
    readonly passId?: string | undefined
    /** The one whose place it had taken, and which is gone. */
    readonly replacedPassId?: string | undefined
  }
}
