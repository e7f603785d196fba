import type { Actor, ActorAuthentication, Permission } from '../../src/index.js'

/**
 * Who calls, as your token or session says. Roles are not part of it: the directory alone knows them.
 *
 * With `user` the call is delegated: it needs a scope and a role. With `appId` alone it is a program's, and needs a scope.
 * So tell a person's token from a program's by its kind, never by which claim is missing.
 */
export interface GraphPrincipal {
  /** The signed-in person's immutable id in your directory, such as a token's `oid` or `sub`. */
  readonly user?: string | undefined
  /** The same person's user principal name, so that `/users/{it}` is known to be themselves, as `/me` is. */
  readonly userPrincipalName?: string | undefined
  /** The program's id, such as a token's `azp` or `client_id`. */
  readonly appId?: string | undefined
  /** The token's `scp`, split at spaces, of a delegated call; its `roles` of a program's. Unknown ones open nothing. */
  readonly scopes: readonly string[]
  /**
   * Where another tenant than the handler's `tap` is meant: the call goes to `tap.forTenant(tenantId)`. Nothing here asks
   * whether the caller belongs there: take it from a token whose issuer may speak for that tenant, never from the request.
   */
  readonly tenantId?: string | undefined
  /** How the person signed in, for policies that ask administrators to sign in again. */
  readonly authentication?: ActorAuthentication | undefined
}

const reading: readonly Permission[] = ['passes.get']
const writing: readonly Permission[] = ['passes.get', 'passes.create', 'passes.delete']

const opensOnAnybody: ReadonlyMap<string, readonly Permission[]> = new Map([
  ['UserAuthMethod-TAP.Read.All', reading],
  ['UserAuthMethod-TAP.ReadWrite.All', writing],
  ['UserAuthenticationMethod.Read.All', reading],
  ['UserAuthenticationMethod.ReadWrite.All', writing],
  ['Policy.Read.All', ['policy.get']],
  ['Policy.Read.AuthenticationMethod', ['policy.get']],
  ['Policy.ReadWrite.AuthenticationMethod', ['policy.get', 'policy.update', 'policy.reset']],
])

// Only a signed-in person has a self: a program's scopes are those above.
const opensOnOneself: ReadonlyMap<string, readonly Permission[]> = new Map([
  ['UserAuthMethod-TAP.Read', reading],
  ['UserAuthMethod-TAP.ReadWrite', writing],
  ['UserAuthenticationMethod.Read', reading],
  ['UserAuthenticationMethod.ReadWrite', writing],
])

/**
 * The actor that a token is: its scopes of either family (`UserAuthMethod-TAP.*`, `UserAuthenticationMethod.*`) and
 * `Policy.*` as permissions. For routes of your own beside {@link createGraphHandler}.
 *
 * Scopes without `.All` are for the person's own pass. They count only when you say that the call is on `'self'`: pass
 * the principal's own `user` to the verb then, never a name from the request.
 *
 * @throws `TypeError` when the principal names neither a user nor a program, or names one by nothing.
 *
 * @example
 * ```ts
 * const actor = actorFromPrincipal({ appId: 'hr', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] })
 * await tap.passes.create({ actor, user: 'ada@example.com' })
 * ```
 */
export function actorFromPrincipal(principal: GraphPrincipal, on: 'self' | 'anybody' = 'anybody'): Actor {
  const { user, appId, scopes, authentication } = principal
  const isSelf = on === 'self' && user !== undefined
  const opened = scopes.flatMap((scope) => [
    ...(opensOnAnybody.get(scope) ?? []),
    ...((isSelf && opensOnOneself.get(scope)) || []),
  ])
  const permissions = [...new Set(opened)]
  if (user !== undefined) return { kind: 'user', user: nonEmpty(user), permissions, authentication }
  if (appId !== undefined) return { kind: 'app', id: nonEmpty(appId), permissions }
  throw new TypeError('A principal names a "user", an "appId", or both')
}

/** An empty name, or `null`, is a claim that the token did not have: the host's mistake, not the client's. */
function nonEmpty(name: string): string {
  if (name) return name
  throw new TypeError('The "user" or the "appId" of a principal is empty')
}

/** Whose pass a path means, and who asks. */
export interface Subject {
  readonly actor: Actor
  /** As the verbs take it. */
  readonly user: string
  /** As the path named it; of `/me`, the person's id. */
  readonly name: string
}

/** `undefined` name: `/me`. @returns `undefined` for the `/me` of a program. */
export function subjectOf(principal: GraphPrincipal, name: string | undefined): Subject | undefined {
  const { user } = principal
  if (user !== undefined && (name === undefined || isNameOf(principal, name))) {
    return { actor: actorFromPrincipal(principal, 'self'), user, name: name ?? user }
  }
  return name === undefined ? undefined : { actor: actorFromPrincipal(principal), user: name, name }
}

function isNameOf({ user, userPrincipalName }: GraphPrincipal, name: string): boolean {
  return name === user || name.toLowerCase() === userPrincipalName?.toLowerCase()
}
