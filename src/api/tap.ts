import type { CallContext } from '../core/event/call-context.js'
import type { SignInInput, SignInResult } from '../core/sign-in/sign-in.js'
import type { GrantVerbs } from './grants.js'
import type { MaintenanceVerbs } from './maintenance.js'
import type { DeletedPass, PassVerbs } from './passes.js'
import type { PolicyVerbs } from './policy.js'
import type { RegistrationVerbs } from './registrations.js'
import type { UserVerbs } from './users.js'

/** Everything the library does, for one tenant. A verb called by a trusted party throws; one fed by a stranger answers. */
export interface Tap {
  readonly tenantId: string
  readonly policy: PolicyVerbs
  readonly passes: PassVerbs
  /**
   * Checks a typed code against the user's pass and, when it is right, records the use.
   *
   * A refusal is an answer with one shape for every cause. Put a limiter in front: see the security guide.
   *
   * @throws {@link BusyError} when too much is in flight; {@link PortFailedError} when a port fails: alike for right and
   * wrong codes. {@link InvalidInputError} for what you say of the attempt: `surface`, `clientBinding`, `attemptId`,
   * `priorAmr`, `sessionCeiling`.
   */
  signIn(input: SignInInput): Promise<SignInResult>
  readonly grants: GrantVerbs
  readonly registrations: RegistrationVerbs
  /**
   * The person's "this was not me", from the link in a notice: deletes that pass, and answers and announces the
   * credentials that came through it, also where the pass has been deleted or replaced meanwhile. Remove them where you
   * keep them, and end the person's sessions.
   *
   * Call it on a POST only, behind a page that asks: mail scanners open links. A link works to the end of the pass and
   * through the policy's `retentionInDays`; it can be used again, after a crash for one, and answers the same credentials.
   *
   * @throws {@link BusyError}; {@link PortFailedError}.
   *
   * @example
   * ```ts
   * const undone = await tap.repudiate({ token })
   * if (undone.ok) for (const { credential } of undone.deleted.registrations) await passkeys.remove(credential.id)
   * ```
   */
  repudiate(input: RepudiateInput): Promise<RepudiateResult>
  /**
   * Should the sign-in page ask for a pass before it sends this person to a federated provider? Yes, for a live pass in
   * scope. It tells whoever asks that there is one: limit it as you limit sign-ins, or build the tap with
   * `passOffer: 'policy'`.
   */
  isPassOffered(input: IsPassOfferedInput): Promise<boolean>
  readonly users: UserVerbs
  readonly maintenance: MaintenanceVerbs
  /** The same ports, keys and hashing limits, seen from another tenant. Cheap: call it per request. */
  forTenant(tenantId: string): Tap
}

/** What the link in a notice carried. */
export interface RepudiateInput {
  /** As {@link Notice.repudiationToken} said it. */
  readonly token: string
  readonly context?: CallContext | undefined
}

/** What was deleted, or that the link is no good: the same for every cause. */
export type RepudiateResult = { readonly ok: true; readonly deleted: DeletedPass } | { readonly ok: false }

/** About whom the sign-in page asks. */
export interface IsPassOfferedInput {
  /** The name as typed. */
  readonly user: string
  readonly context?: CallContext | undefined
}
