import type { PolicyChoice } from './choices.js'

/** What passes may be like in one tenant, and for whom. */
export interface Policy {
  readonly state: PolicyChoice<'state'>
  /** Shortest lifetime an administrator may choose: 10 to 43,200 minutes. */
  readonly minimumLifetimeInMinutes: number
  /** Longest lifetime an administrator may choose: 10 to 43,200 minutes (30 days). */
  readonly maximumLifetimeInMinutes: number
  /** Lifetime of a pass created without one. Between minimum and maximum. */
  readonly defaultLifetimeInMinutes: number
  /** `true`: every pass must be one-time. */
  readonly isUsableOnce: boolean
  /** Symbols of a new code, without the dashes that group them: 8 to 48. */
  readonly defaultLength: number
  /** Who is in scope. `{ targetType: 'group', id: 'all_users' }` is everyone. */
  readonly includeTargets: readonly Target[]
  /** Who is not, even when included. */
  readonly excludeTargets: readonly Target[]
  readonly alphabet: PolicyChoice<'alphabet'>
  /** Every so many wrong codes in a row, signing in by pass waits: 3 to 100. */
  readonly wrongCodesBeforeLockout: number
  /** So many wrong codes on one pass revoke it for good: 1 to 100 (SP 800-63B-4 §3.2.2). */
  readonly wrongCodesBeforeRevocation: number
  /** The first wait: 1 to 86,400 seconds. It doubles each time. */
  readonly lockoutInSeconds: number
  /** The longest wait: 1 to 86,400 seconds. */
  readonly maximumLockoutInSeconds: number
  /** When a one-time pass counts as used: at the sign-in (as in Entra), or when the first credential is registered. */
  readonly spendOn: PolicyChoice<'spendOn'>
  /** After a sign-in with a one-time pass, so long to register a credential: 1 to 60 minutes. */
  readonly registrationWindowInMinutes: number
  /** What may be registered after a sign-in by pass. */
  readonly registrableCredentials: RegistrableCredentials
  /** `multiFactor`: claims count a pass as two factors, as Entra does. It is one (SP 800-63B-4 §3.1.2). */
  readonly countsAs: PolicyChoice<'countsAs'>
  /** Who is led to register a credential right after signing in by pass in a browser. Empty: nobody. */
  readonly registrationTargets: readonly Target[]
  /** Other tenants whose grants open a session here: at most 1,000 ids. */
  readonly trustedTenants: readonly string[]
  readonly issuing: IssuingRules
  /** How long what is over is kept: 1 to 3,650 days. */
  readonly retentionInDays: number
}

/** Which credentials a grant may register. */
export interface RegistrableCredentials {
  /** `passkey`, `authenticatorApp`, or words of your own: 1 to 16 different ones, each 1 to 64 characters. */
  readonly types: readonly string[]
  /** Passkeys of these authenticator models only, none that hides its own: 1 to 1,000 GUIDs. Left out: of any. */
  readonly aaguids?: readonly string[] | undefined
  /** Credentials that one pass may register: 1 to 32. */
  readonly maximum: number
}

/** What issuing asks of the administrator. */
export interface IssuingRules {
  readonly isJustificationRequired: boolean
  readonly isTicketRequired: boolean
  /** The administrator's own sign-in must be younger than this: 1 to 1,440 minutes. */
  readonly maximumSignInAgeInMinutes?: number | undefined
  /** Class that the administrator's own sign-in must have had: 1 to 128 printable ASCII characters, no spaces. */
  readonly acr?: string | undefined
  /** May somebody issue a pass for themselves? */
  readonly isSelfIssueAllowed: boolean
  /** For whom two people have to stand behind a pass; issuing is then by request only. At most 100; left out: for nobody. */
  readonly dualControl?: readonly DualControlTarget[] | undefined
  /** Passes issued in any hour: 1 to 100,000 each. Left out: no limit. */
  readonly maximumPerHour: {
    readonly actor?: number | undefined
    readonly user?: number | undefined
    readonly tenant?: number | undefined
  }
}

/** The fields to change, each as a whole; what is absent or `undefined` keeps its value. */
export type PolicyPatch = { readonly [Field in keyof Policy]?: Policy[Field] | undefined }

/** A person or a group, which need not exist any more. */
export interface Target {
  readonly targetType: PolicyChoice<'targetType'>
  readonly id: string
}

/** A class of people: `privileged` is everybody with a role that does more than read, and everybody restricted. */
export type DualControlTarget = Target | { readonly targetType: 'privileged' }

/** `crockford`: Crockford Base32. `mixed`: 57 letters and digits without look-alikes. `digits`: 0 to 9. */
export type AlphabetName = PolicyChoice<'alphabet'>
