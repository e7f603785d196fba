import type { Permission } from './permission.js'

/** Who calls: a person, whose roles the directory knows, or a service with named permissions. */
export type Actor = UserActor | ServiceActor

/** A signed-in administrator, or the person themselves. */
export interface UserActor {
  readonly kind: 'user'
  /** Id, user principal name or any alias; resolved by the directory. */
  readonly user: string
  /** With these given, a call needs the verb here as well as a role: a delegated token. */
  readonly permissions?: readonly Permission[] | undefined
  /** How they themselves signed in, for policies whose `issuing` rules ask. Take it from the session or token you verified. */
  readonly authentication?: ActorAuthentication | undefined
}

/** An administrator's own sign-in. */
export interface ActorAuthentication {
  /** When: OpenID Connect's `auth_time`. */
  readonly at: Date
  /** Of which class: OpenID Connect's `acr`, 1 to 128 characters. */
  readonly acr?: string | undefined
}

/** A program: it may do exactly what it has permissions for. */
export interface ServiceActor {
  readonly kind: 'app' | 'system'
  readonly id: string
  readonly permissions: readonly Permission[]
}
