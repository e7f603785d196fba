import type { Actor, ActorAuthentication, Permission } from '../../src/index.js'

/**
 * The caller of a request, as your token or session names it. It has no roles: the handler looks them up in the directory.
 *
 * With `user` the call is delegated, and needs a scope and a role. With `appId` alone it is an application's, and needs a
 * scope only. Tell the two apart by the kind of token, never by which claim is missing.
 */
export interface GraphPrincipal {
  /** The immutable id of the signed-in user in your directory, such as the token's `oid` or `sub`. Default: none. */
  readonly user?: string | undefined
  /** The user principal name of the same user. With it, `/users/{this name}` is the same as `/me`. Default: none. */
  readonly userPrincipalName?: string | undefined
  /** The id of the application, such as the token's `azp` or `client_id`. Default: none. */
  readonly appId?: string | undefined
  /**
   * The token's `scp`, split at spaces, for a delegated call; the token's `roles` for an application. Unknown scopes have
   * no effect.
   */
  readonly scopes: readonly string[]
  /**
   * The tenant of the call, which then goes to `tap.forTenant(tenantId)`. Nothing checks that the caller belongs to it:
   * take it from a token whose issuer is responsible for that tenant, never from the request.
   *
   * Default: the tenant of the handler's tap.
   */
  readonly tenantId?: string | undefined
  /**
   * When and how the user signed in, for a policy that requires a fresh or a strong sign-in.
   *
   * Default: unknown. Such a policy then refuses the user with 401.
   */
  readonly authentication?: ActorAuthentication | undefined
}

const reading: readonly Permission[] = ['passes.get']
const writing: readonly Permission[] = ['passes.get', 'passes.create', 'passes.delete']

const permissionsOnAnyone: ReadonlyMap<string, readonly Permission[]> = new Map([
  ['UserAuthMethod-TAP.Read.All', reading],
  ['UserAuthMethod-TAP.ReadWrite.All', writing],
  ['UserAuthenticationMethod.Read.All', reading],
  ['UserAuthenticationMethod.ReadWrite.All', writing],
  ['Policy.Read.All', ['policy.get']],
  ['Policy.Read.AuthenticationMethod', ['policy.get']],
  ['Policy.ReadWrite.AuthenticationMethod', ['policy.get', 'policy.update', 'policy.reset']],
])

// These need a signed-in user. An application has no pass of its own.
const permissionsOnSelf: ReadonlyMap<string, readonly Permission[]> = new Map([
  ['UserAuthMethod-TAP.Read', reading],
  ['UserAuthMethod-TAP.ReadWrite', writing],
  ['UserAuthenticationMethod.Read', reading],
  ['UserAuthenticationMethod.ReadWrite', writing],
])

/**
 * Returns the actor for a principal, for your own routes beside {@link createGraphHandler}. Scopes of both families
 * (`UserAuthMethod-TAP.*`, `UserAuthenticationMethod.*`) and of `Policy.*` become permissions.
 *
 * Scopes without `.All` cover only the user's own pass, and have an effect only with `'self'`. In that case pass the
 * principal's own `user` to the tap, never a name from the request.
 *
 * @param principal - The caller, with a `user`, an `appId`, or both.
 * @param on - `'self'` when the call is about the user's own pass. Default: `'anybody'`.
 * @returns An actor of the kind `user` if the principal has a `user`, otherwise of the kind `app`.
 * @throws `TypeError` when the principal has neither `user` nor `appId`, or when the one that counts is empty.
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
    ...(permissionsOnAnyone.get(scope) ?? []),
    ...((isSelf && permissionsOnSelf.get(scope)) || []),
  ])
  const permissions = [...new Set(opened)]
  if (user !== undefined) return { kind: 'user', user: nonEmpty('user', user), permissions, authentication }
  if (appId !== undefined) return { kind: 'app', id: nonEmpty('appId', appId), permissions }
  throw new TypeError('A GraphPrincipal must have a `user`, an `appId`, or both. This one has neither.')
}

/** A token without the claim gives an empty name or `null`. That is a mistake of the host, not of the client. */
function nonEmpty(field: string, name: string): string {
  if (name) return name
  throw new TypeError(`\`${field}\` of a GraphPrincipal must be a non-empty string. Does the token have this claim?`)
}

/** The actor of a request, and the user in its path. */
export interface Subject {
  readonly actor: Actor
  /** The user's id or user principal name, for the tap. */
  readonly user: string
  /** The user as in the path. For `/me`, the user's id. */
  readonly name: string
}

/**
 * @param name - `undefined` for `/me`.
 * @returns `undefined` when an application calls `/me`.
 */
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
