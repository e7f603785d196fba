import type { Permission } from './permission.js'

/** The caller: a user, whose roles the directory knows, or a program with named permissions. */
export type Actor = UserActor | ServiceActor

/** A signed-in administrator, or a user who acts on their own account. */
export interface UserActor {
  readonly kind: 'user'
  /** Id, user principal name or alias, which the directory resolves. 1 to 512 characters. */
  readonly user: string
  /** The permissions of a delegated token: a call then needs its permission here and a role. Default: a role is enough. */
  readonly permissions?: readonly Permission[] | undefined
  /**
   * How the administrator signed in, from the session or token that you verified. Required where the policy sets
   * `issuing.acr` or `issuing.maximumSignInAgeInMinutes`. Default: unknown.
   */
  readonly authentication?: ActorAuthentication | undefined
}

/** An administrator's own sign-in. */
export interface ActorAuthentication {
  /** The time of the sign-in (OpenID Connect `auth_time`). */
  readonly at: Date
  /** The authentication context class (OpenID Connect `acr`), 1 to 128 characters. Default: unknown. */
  readonly acr?: string | undefined
}

/** A program, which may do exactly what its permissions allow. */
export interface ServiceActor {
  readonly kind: 'app' | 'system'
  readonly id: string
  readonly permissions: readonly Permission[]
}
