import type { Actor } from '../core/access/actor.js'
import { isSamePerson, mayAsk } from '../core/access/authorize.js'
import type { Permission } from '../core/access/permission.js'
import { NotAuthorizedError, UserNotFoundError } from '../errors.js'
import type { AccessQuestion } from '../ports/authorize.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { AuditContext } from './audited.js'
import type { Deps } from './deps.js'
import { loadPolicy } from './load.js'

/**
 * May the actor do this to that person? Both are who the directory says they are.
 *
 * @throws {@link NotAuthorizedError}; {@link UserNotFoundError}, but only to an actor who may act on members.
 */
export async function authorizeOnUser(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  named: { readonly actor: Actor; readonly user: string },
): Promise<DirectoryUser> {
  return (await askOnUser(deps, audit, permission, named)).user
}

/** The same, with all that the authorizer was asked. */
export async function askOnUser(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  named: { readonly actor: Actor; readonly user: string },
): Promise<AccessQuestion & { readonly user: DirectoryUser }> {
  const question = await askOnName(deps, audit, permission, named)
  const { user } = question
  if (!user) throw new UserNotFoundError()
  return { ...question, user }
}

/** The same for a permission that also concerns people whom the directory does not know any more. */
export async function authorizeOnName(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  named: { readonly actor: Actor; readonly user: string },
): Promise<DirectoryUser | undefined> {
  return (await askOnName(deps, audit, permission, named)).user
}

async function askOnName(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  { actor, user: name }: { readonly actor: Actor; readonly user: string },
): Promise<AccessQuestion> {
  const user = await deps.ports.findUser({ user: name, tenantId: deps.tenantId })
  audit.userId = user?.id
  return authorize(deps, audit, permission, actor, user)
}

/** May the actor do this, which concerns no one person? @throws {@link NotAuthorizedError} */
export async function authorize(
  deps: Deps,
  audit: AuditContext,
  permission: Permission,
  actor: Actor,
  user?: DirectoryUser | undefined,
  facts: Pick<AccessQuestion, 'isReviewer'> = {},
): Promise<AccessQuestion> {
  const { tenantId, ports } = deps
  audit.actor = { kind: actor.kind, id: actor.kind === 'user' ? actor.user : actor.id }
  const person = actor.kind === 'user' ? await ports.findUser({ user: actor.user, tenantId }) : undefined
  if (person) audit.actor = { kind: 'user', id: person.id }
  if (actor.kind === 'user' && !person?.isEnabled) throw new NotAuthorizedError(permission)
  const isSelf = person !== undefined && user !== undefined && isSamePerson(person, user)
  const isIssuingForSelf = permission === 'passes.create' && isSelf
  const question: AccessQuestion = {
    permission,
    tenantId,
    actor: actor.kind !== 'user' ? actor : { kind: 'user', user: person as DirectoryUser },
    user,
    isSelf,
    ...facts,
    ...(isIssuingForSelf && { isSelfIssueAllowed: true }),
  }
  if (!mayAsk(question, actor.permissions)) throw new NotAuthorizedError(permission)
  if (isIssuingForSelf && !(await isSelfIssueAllowed(deps))) throw new NotAuthorizedError(permission)
  if ((await answerTo(deps, question)) !== true) throw new NotAuthorizedError(permission)
  return question
}

/** A policy that does not open allows nothing. */
async function isSelfIssueAllowed(deps: Deps): Promise<boolean> {
  const { policy } = await loadPolicy(deps)
  return !policy.unreadable && policy.policy.issuing.isSelfIssueAllowed
}

async function answerTo(deps: Deps, question: AccessQuestion): Promise<unknown> {
  try {
    return await deps.ports.authorize(question)
  } catch (cause) {
    throw new NotAuthorizedError(question.permission, { cause })
  }
}
