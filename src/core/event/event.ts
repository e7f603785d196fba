import type { NotAuthorizedError, TapErrorCode, UnreadableDocumentError } from '../../errors.js'
import type { DeliveryChannel } from '../../ports/directory.js'
import type { ProverName } from '../../ports/prover.js'
import type { Actor } from '../access/actor.js'
import type { CallName, Permission } from '../access/permission.js'
import type { GrantPurpose, GrantRefusalReason } from '../grant/grant.js'
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
 * What the {@link EventSink} receives: exactly one event for each call, whether it succeeds or fails. A lockout or a
 * revocation is part of the event of the wrong code that caused it. Events whose type begins with `directory.` come beside
 * it: they are about the directory, not about the call.
 *
 * An event never contains a code, a grant or a key. Control characters are removed from texts that users or attackers
 * wrote, so that each stays one line of a log. In ids they are written as their codes, such as `\u{A}`, and so
 * is a backslash before `u{`: two users never share an id in events.
 */
export type TapEvent = { [Type in keyof EventDetails]: TapEventOf<Type> }[keyof EventDetails]

/** An event of one type. */
export interface TapEventOf<Type extends keyof EventDetails> {
  readonly type: Type
  /** A GUID, to recognise an event that arrives twice. */
  readonly id: string
  readonly at: Date
  readonly tenantId: string
  /** The `correlationId` of the call's context, or a random GUID. A {@link SignInRefusal} contains it too. */
  readonly correlationId: string
  /** Who made the call. Absent if a user or an attacker did, as for `signIn`, or if the actor was not valid. */
  readonly actor?: { readonly kind: Actor['kind']; readonly id: string } | undefined
  /** The user that the call was about. Absent if it was about no single user, or the user is unknown. */
  readonly userId?: string | undefined
  /** Where the call came from, as the host application said. */
  readonly context?: CallContext | undefined
  /** What is specific to the type. See {@link EventDetails}. */
  readonly details: EventDetails[Type]
}

/** The details of every type of event. `overwrote`: the stored document was unreadable, for this reason, and was replaced. */
export interface EventDetails {
  readonly 'policy.read': Record<never, never>
  readonly 'policy.updated': {
    readonly before?: Policy | undefined
    readonly after: Policy
    readonly overwrote?: UnreadableDocumentError['reason'] | undefined
  }
  readonly 'pass.created': {
    readonly passId: string
    readonly replacedPassId?: string | undefined
    readonly startDateTime: Date
    readonly endDateTime: Date
    readonly isUsableOnce: boolean
    /** `true`: the account was disabled. The pass does not work until it is enabled. */
    readonly isUserDisabled?: boolean | undefined
    /** The channel that carried the code to the user. Absent if the actor received the code. */
    readonly deliveredTo?: DeliveryChannel | undefined
    /** The self-service request that the pass fulfils. */
    readonly requestId?: string | undefined
    readonly justification?: string | undefined
    readonly ticket?: string | undefined
    /** A stored count of the passes of the last hour was unreadable, for this reason, and started again from zero. */
    readonly restartedCount?: UnreadableDocumentError['reason'] | undefined
    readonly overwrote?: UnreadableDocumentError['reason'] | undefined
  }
  readonly 'pass.read': { readonly call: CallName; readonly passId?: string | undefined }
  readonly 'pass.deleted': {
    readonly passId?: string | undefined
    /** The credentials that were registered with the pass, to be removed with it. Empty without `cascade`. */
    readonly registrations: readonly Registration[]
    /** `true`: the user said "this was not me". Credentials of an earlier deletion are named again. */
    readonly isRepudiated: boolean
    readonly overwrote?: UnreadableDocumentError['reason'] | undefined
  }
  readonly 'user.unlocked': { readonly wrongCodes: number; readonly justification: string }
  readonly 'user.forgotten': Record<never, never>
  readonly 'signIn.succeeded': {
    readonly passId: string
    readonly surface: Surface
    /** `true`: there was an earlier sign-in with this pass, and it has not registered a credential. Its grant ends. */
    readonly isSuperseding: boolean
  }
  readonly 'signIn.refused': {
    readonly reason: SignInRefusalReason
    readonly surface: Surface
    /** Wrong codes in a row, with this one. */
    readonly wrongCodes: number
    readonly lockedOutUntil?: Date | undefined
    readonly revokedPassId?: string | undefined
  }
  readonly 'pass.offered': { readonly isOffered: boolean }
  readonly 'grant.verified': {
    readonly purpose: GrantPurpose
    readonly passId: string
    /** The tenant of the user and the pass, if it is another one. */
    readonly homeTenantId?: string | undefined
  }
  readonly 'grant.refused': {
    readonly purpose: GrantPurpose
    readonly reason: GrantRefusalReason
    readonly homeTenantId?: string | undefined
  }
  readonly 'registration.completed': { readonly registration: Registration }
  /** The host application has removed a credential. Empty if it was not on record. */
  readonly 'registration.removed': { readonly registrations: readonly Registration[] }
  readonly 'repudiation.refused': { readonly reason: 'malformed' | 'expired' | 'userUnknown' | 'unreadable' }
  /** A request was created, or changed its state. */
  readonly 'request.changed': {
    readonly requestId: string
    readonly transition: RequestTransition
    /** Absent for a new request. */
    readonly from?: RequestState | undefined
    readonly to: RequestState
    /** The prover, and whether it accepted the evidence. */
    readonly prover?: ProverName | undefined
    readonly isAccepted?: boolean | undefined
    /** Why the request is a decoy. The requester never learns it. */
    readonly decoy?: DecoyReason | undefined
    /** The earlier request whose proof was reused instead of a review. */
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
  /**
   * The store shows an older state than this process has seen, and it was accepted: a failover has lost writes, or an
   * attacker has put the document back. It is emitted once, besides the events of the calls.
   */
  readonly 'document.rolledBack': {
    readonly kind: string
    readonly documentId: string
    /** The version that the store shows. 0: the document is absent. Versions are milliseconds since the Unix epoch, or later. */
    readonly version: number
    /** The highest version that this process has seen. */
    readonly knownVersion: number
  }
  /** An administrator has accepted what the store shows after a restore. */
  readonly 'restore.accepted': { readonly accepted: number }
  /**
   * The directory returned an address that its channel cannot carry, and it was skipped. Emitted at most once a call, for the
   * first such address, beside the event of the call. `userId` has the address; the event does not contain it.
   */
  readonly 'directory.addressSkipped': {
    /** Absent if the entry has no channel. */
    readonly channel?: string | undefined
    /**
     * `malformed`: no object with a channel and a value, both texts. `blank`: empty, or white space only. `tooLong`: an
     * e-mail address of more than 320 characters. `characters`: the channel cannot carry one of its characters.
     */
    readonly reason: 'malformed' | 'blank' | 'tooLong' | 'characters'
  }
  /** The directory returned a value of the wrong type, which was ignored. Emitted like `directory.addressSkipped`. */
  readonly 'directory.fieldIgnored': {
    readonly field:
      | 'userPrincipalName'
      | 'displayName'
      | 'employeeId'
      | 'managerId'
      | 'delegateId'
      | 'isAway'
      | 'addresses'
  }
  readonly 'call.failed': {
    readonly call: CallName
    readonly code: TapErrorCode
    /** Why the document is unreadable or the actor may not. Only with `TAP_UNREADABLE_DOCUMENT` and `TAP_NOT_AUTHORIZED`. */
    readonly reason?: UnreadableDocumentError['reason'] | NotAuthorizedError['reason'] | undefined
    /** What the actor needed. Only with the code `TAP_NOT_AUTHORIZED`. */
    readonly permission?: Permission | undefined
    /** A pass that the call had already stored. Its code was not delivered, so it was deleted again if that was possible. */
    readonly passId?: string | undefined
    /** The pass that it had replaced. It does not come back. */
    readonly replacedPassId?: string | undefined
  }
}
