import type { Actor } from '../../core/access/actor.js'
import { isSameUser } from '../../core/access/authorize.js'
import { NotAuthorizedError } from '../../errors.js'
import type { AuditContext } from '../../kernel/audited.js'
import { requireEnabled } from '../../kernel/authorize.js'
import { findUser } from '../../kernel/find-user.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { RequestDeps } from './deps.js'

/** Returns the enabled user behind the actor. @throws {@link NotAuthorizedError} for programs and missing permissions. */
export async function userCalling(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  permission: 'requests.list' | 'requests.review',
): Promise<DirectoryUser> {
  audit.actor = { kind: actor.kind, id: actor.kind === 'user' ? actor.user : actor.id }
  if (actor.kind !== 'user') throw new NotAuthorizedError(permission, 'userRequired')
  if (actor.permissions?.includes(permission) === false) throw new NotAuthorizedError(permission, 'permissionMissing')
  const user = await findUser(deps, audit, actor.user)
  requireEnabled(permission, user)
  audit.actor = { kind: 'user', id: user.id }
  return user
}

/** Returns whether the actor is this user, and may see their own requests. */
export async function isCaller(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  user: DirectoryUser,
): Promise<boolean> {
  if (actor.kind !== 'user') return false
  const found = await findUser(deps, audit, actor.user)
  const isSame = found !== undefined && isSameUser(found, user)
  return isSame && (await isAllowed(userCalling(deps, audit, actor, 'requests.list')))
}

export async function isAllowed(authorization: Promise<unknown>): Promise<boolean> {
  try {
    await authorization
    return true
  } catch (error) {
    if (error instanceof NotAuthorizedError) return false
    throw error
  }
}
