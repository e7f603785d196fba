import type { PolicyChoice } from './choices.js'

/** The rules for passes in one tenant: their lifetime, their codes, who gets them and who issues them. */
export interface Policy {
  readonly state: PolicyChoice<'state'>
  /** The shortest lifetime that an administrator may choose: 10 to 43,200 minutes. */
  readonly minimumLifetimeInMinutes: number
  /** The longest lifetime that an administrator may choose: 10 to 43,200 minutes (30 days). */
  readonly maximumLifetimeInMinutes: number
  /** The lifetime of a pass when the administrator chooses none: minutes, between minimum and maximum. */
  readonly defaultLifetimeInMinutes: number
  /** `true`: every pass is one-time. `false`: the administrator chooses. */
  readonly isUsableOnce: boolean
  /** The length of a new code: 8 to 48 symbols, not counting the dashes that group them. */
  readonly defaultLength: number
  /** Users and groups who may use passes: at most 1,000. `{ targetType: 'group', id: 'all_users' }` means all users. */
  readonly includeTargets: readonly Target[]
  /** Users and groups who may not, even if they are included: at most 1,000. */
  readonly excludeTargets: readonly Target[]
  readonly alphabet: PolicyChoice<'alphabet'>
  /** Wrong codes in a row that start a lockout, and again at every multiple: 3 to 100. */
  readonly wrongCodesBeforeLockout: number
  /** Wrong codes that revoke a pass: 1 to 100 (SP 800-63B-4 §3.2.2). */
  readonly wrongCodesBeforeRevocation: number
  /** The length of the first lockout: 1 to 86,400 seconds. Each further lockout is twice as long. */
  readonly lockoutInSeconds: number
  /** The length of the longest lockout: 1 to 86,400 seconds. */
  readonly maximumLockoutInSeconds: number
  /** When a one-time pass counts as used: at the sign-in, as in Entra, or when its first credential is registered. */
  readonly spendOn: PolicyChoice<'spendOn'>
  /** The time to register a credential after a sign-in with a one-time pass: 1 to 60 minutes. */
  readonly registrationWindowInMinutes: number
  /** The credentials that users may register after a sign-in with a pass. */
  readonly registrableCredentials: RegistrableCredentials
  /** `multiFactor`: claims count a pass as two factors, as Entra does. By SP 800-63B-4 §3.1.2, a pass is one factor. */
  readonly countsAs: PolicyChoice<'countsAs'>
  /** Users and groups who are asked to register a credential after a sign-in in a browser: at most 1,000. Empty: no user. */
  readonly registrationTargets: readonly Target[]
  /** Other tenants whose grants open a session here: at most 1,000 ids. */
  readonly trustedTenants: readonly string[]
  readonly issuing: IssuingRules
  /** How long documents are kept after their pass has ended: 1 to 3,650 days. */
  readonly retentionInDays: number
}

/** Which credentials a grant may register. */
export interface RegistrableCredentials {
  /** `passkey`, `authenticatorApp` or types of your own: 1 to 16 different types of 1 to 64 characters. */
  readonly types: readonly string[]
  /**
   * The authenticator models whose passkeys are accepted: 1 to 1,000 GUIDs. A passkey without a model is then refused.
   *
   * Default: every model.
   */
  readonly aaguids?: readonly string[] | undefined
  /** How many credentials one pass may register: 1 to 32. */
  readonly maximum: number
}

/** The rules for issuing passes. */
export interface IssuingRules {
  /** `true`: each pass needs a justification. */
  readonly isJustificationRequired: boolean
  /** `true`: each pass needs a ticket. */
  readonly isTicketRequired: boolean
  /** The maximum age of the administrator's own sign-in: 1 to 1,440 minutes. Default: any age. */
  readonly maximumSignInAgeInMinutes?: number | undefined
  /**
   * The authentication context class of the administrator's own sign-in: 1 to 128 printable ASCII characters without
   * spaces. Default: any class.
   */
  readonly acr?: string | undefined
  /** `true`: administrators may issue passes to themselves. */
  readonly isSelfIssueAllowed: boolean
  /**
   * `false`: a disabled user gets no pass. `true`: the pass is issued with the warning `userDisabled`, because a pass is
   * often prepared before the account is switched on. No disabled user can sign in with a pass.
   *
   * Default: `true`.
   */
  readonly isDisabledUserAllowed?: boolean | undefined
  /**
   * Users whose passes need the approval of a second person: at most 100 targets. Issue their passes with `requests.open`.
   *
   * Default: no user.
   */
  readonly dualControl?: readonly DualControlTarget[] | undefined
  /** The passes that may be issued within an hour: 1 to 100,000 by an actor, to a user, in the tenant. Default: no limit. */
  readonly maximumPerHour: {
    readonly actor?: number | undefined
    readonly user?: number | undefined
    readonly tenant?: number | undefined
  }
}

/** The fields to change. Each field is replaced as a whole. A field that is absent or `undefined` keeps its value. */
export type PolicyPatch = { readonly [Field in keyof Policy]?: Policy[Field] | undefined }

/** A user or a group. It does not have to exist. */
export interface Target {
  readonly targetType: PolicyChoice<'targetType'>
  readonly id: string
}

/** A target, or `privileged`: users with a role that does more than read, and restricted users. */
export type DualControlTarget = Target | { readonly targetType: 'privileged' }

/** `crockford`: Crockford Base32. `mixed`: 57 letters and digits without look-alikes. `digits`: 0 to 9. */
export type AlphabetName = PolicyChoice<'alphabet'>
