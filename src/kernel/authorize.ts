import type { Actor } from '../core/access/actor.js'
import { isSameUser, mayAsk } from '../core/access/authorize.js'
import { refusalByRoles } from '../core/access/entra-roles.js'
import type { Permission } from '../core/access/permission.js'
import { NotAuthorizedError, UserNotFoundError } from '../errors.js'
import type { AccessQuestion } from '../ports/authorize.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { AuditContext } from './audited.js'
import type { Deps } from './deps.js'
import { findUser } from './find-user.js'
import { loadPolicy } from './load.js'

/**
 * Authorizes a call that concerns one user, and returns that user. The directory resolves both the actor and the user.
 *
 * @throws {@link NotAuthorizedError}; {@link UserNotFoundError}, but only to an actor who may act on members: others must
 * not learn which users exist.
 */
export async function authorizeOnUser(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  named: { readonly actor: Actor; readonly user: string },
): Promise<DirectoryUser> {
  return (await askOnUser(deps, audit, permission, named)).user
}

/** Authorizes like {@link authorizeOnUser}, and returns the whole question that the authorizer answered. */
export async function askOnUser(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  named: { readonly actor: Actor; readonly user: string },
): Promise<AccessQuestion & { readonly user: DirectoryUser }> {
  const question = await askOnIdentifier(deps, audit, permission, named)
  const { user } = question
  if (!user) throw new UserNotFoundError()
  return { ...question, user }
}

/** Authorizes like {@link authorizeOnUser} a call that also concerns users who have left the directory. */
export async function authorizeOnName(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  named: { readonly actor: Actor; readonly user: string },
): Promise<DirectoryUser | undefined> {
  return (await askOnIdentifier(deps, audit, permission, named)).user
}

async function askOnIdentifier(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  { actor, user: identifier }: { readonly actor: Actor; readonly user: string },
): Promise<AccessQuestion> {
  const user = await findUser(deps, audit, identifier)
  audit.userId = user?.id
  return authorize(deps, audit, permission, actor, user)
}

/** Authorizes a call, and returns the question that the authorizer answered. @throws {@link NotAuthorizedError} */
export async function authorize(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  actor: Actor,
  user?: DirectoryUser | undefined,
  facts: Pick<AccessQuestion, 'isReviewer'> = {},
): Promise<AccessQuestion> {
  const { tenantId } = deps
  audit.actor = { kind: actor.kind, id: actor.kind === 'user' ? actor.user : actor.id }
  const caller = actor.kind === 'user' ? await findUser(deps, audit, actor.user) : undefined
  if (caller) audit.actor = { kind: 'user', id: caller.id }
  if (actor.kind === 'user') requireEnabled(permission, caller)
  const isSelf = caller !== undefined && user !== undefined && isSameUser(caller, user)
  const isIssuingForSelf = permission === 'passes.create' && isSelf
  const question: AccessQuestion = {
    permission,
    tenantId,
    actor: actor.kind !== 'user' ? actor : { kind: 'user', user: caller as DirectoryUser },
    user,
    isSelf,
    ...facts,
    ...(isIssuingForSelf && { isSelfIssueAllowed: true }),
  }
  if (!mayAsk(question, actor.permissions)) throw new NotAuthorizedError(permission, 'permissionMissing')
  if (isIssuingForSelf && !(await isSelfIssueAllowed(deps))) throw new NotAuthorizedError(permission, 'self')
  if ((await callAuthorizer(deps, question)) !== true)
    throw new NotAuthorizedError(permission, refusalByRoles(question) ?? 'authorizer')
  return question
}

/** @throws {@link NotAuthorizedError} */
export function requireEnabled(
  permission: Permission,
  caller: DirectoryUser | undefined,
): asserts caller is DirectoryUser {
  if (!caller) throw new NotAuthorizedError(permission, 'actorUnknown')
  if (!caller.isEnabled) throw new NotAuthorizedError(permission, 'actorDisabled')
}

/** Returns whether the actor of an authorized call may also read the user's pass, which its result then shows. */
export async function mayReadPass(
  deps: Deps,
  { permissions }: Actor,
  { tenantId, actor, user, isSelf }: AccessQuestion,
): Promise<boolean> {
  const question: AccessQuestion = { permission: 'passes.get', tenantId, actor, user, isSelf }
  if (!mayAsk(question, permissions)) return false
  return (await callAuthorizer(deps, question).catch(() => false)) === true
}

/** An unreadable policy allows nothing. */
async function isSelfIssueAllowed(deps: Deps): Promise<boolean> {
  const { policy } = await loadPolicy(deps)
  return !policy.unreadable && policy.policy.issuing.isSelfIssueAllowed
}

async function callAuthorizer(deps: Deps, question: AccessQuestion): Promise<unknown> {
  try {
    return await deps.ports.authorize(question)
  } catch (cause) {
    throw new NotAuthorizedError(question.permission, 'authorizerFailed', { cause })
  }
}
