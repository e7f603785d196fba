import type { NotAuthorizedReason } from '../../errors.js'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser, Role } from '../../ports/directory.js'
import type { Permission } from './permission.js'

/** The permissions of a role, and the users they apply to. The role holder's own account is excepted: see `onOwnAccount`. */
interface Power {
  readonly role: Role
  readonly permissions: readonly Permission[]
  readonly on: 'everyone' | 'membersAndLesserRoles'
}

const powers: readonly Power[] = [
  {
    role: 'Global Administrator',
    permissions: [
      'policy.get',
      'policy.update',
      'policy.reset',
      'passes.create',
      'passes.get',
      'passes.list',
      'passes.delete',
      'registrations.list',
      'registrations.remove',
      'users.explain',
      'users.unlock',
      'users.forget',
      'maintenance.acceptRestore',
      'requests.open',
      'requests.review',
      'requests.list',
    ],
    on: 'everyone',
  },
  {
    role: 'Privileged Authentication Administrator',
    permissions: [
      'passes.create',
      'passes.get',
      'passes.list',
      'passes.delete',
      'registrations.list',
      'registrations.remove',
      'users.explain',
      'users.unlock',
      'users.forget',
      'requests.open',
      'requests.review',
      'requests.list',
    ],
    on: 'everyone',
  },
  {
    // Without `passes.list` and `requests.list`, which show the passes and requests of administrators too. Without
    // `users.forget`, because the roles of a user who has left the directory are unknown.
    role: 'Authentication Administrator',
    permissions: [
      'passes.create',
      'passes.get',
      'passes.delete',
      'registrations.list',
      'registrations.remove',
      'users.explain',
      'users.unlock',
      'requests.open',
      'requests.review',
    ],
    on: 'membersAndLesserRoles',
  },
  {
    role: 'Authentication Policy Administrator',
    permissions: ['policy.get', 'policy.update', 'policy.reset'],
    on: 'everyone',
  },
  {
    role: 'Global Reader',
    permissions: ['policy.get', 'passes.get', 'passes.list', 'registrations.list', 'users.explain', 'requests.list'],
    on: 'everyone',
  },
]

const onOwnAccount: readonly Permission[] = ['passes.get', 'passes.delete', 'registrations.list', 'users.explain']
// If the policy allows it, these roles may issue a pass for themselves. They may issue one for every other user anyway.
const selfIssuers: readonly Role[] = ['Global Administrator', 'Privileged Authentication Administrator']
const withoutUser: readonly Permission[] = [
  'policy.get',
  'policy.update',
  'policy.reset',
  'passes.list',
  'requests.list',
  'maintenance.acceptRestore',
]

// An Authentication Administrator may act on users who hold no other roles than these.
const lesserRoles: ReadonlySet<string> = new Set([
  'Authentication Administrator',
  'Directory Readers',
  'Guest Inviter',
  'Message Center Reader',
  'Password Administrator',
  'Reports Reader',
  'Usage Summary Reports Reader',
  'User Experience Success Manager',
])

// Every other role has power over users, settings or credentials.
const harmlessRoles: ReadonlySet<string> = new Set(
  [...lesserRoles].filter((role) => role !== 'Authentication Administrator' && role !== 'Password Administrator'),
)

/** Returns `true` for a restricted user, and for a user with a role that does more than read. */
export function isPrivileged({ isRestricted, roles = [] }: DirectoryUser): boolean {
  return isRestricted === true || roles.some((role) => !harmlessRoles.has(role))
}

/**
 * Returns whether the actor may make a call, by the roles of Microsoft Entra. It is the default of `createTap`.
 *
 * Every user may read and delete their own pass. A user may not unlock their own account. A Global Administrator or a
 * Privileged Authentication Administrator may issue a pass to themselves if the policy sets `issuing.isSelfIssueAllowed`.
 * A program may do what its permissions allow, which were checked before. A disabled actor may do nothing.
 *
 * A reviewer of a user's requests (by the directory) may review them if an Authentication Administrator could issue a pass
 * to that user. The requests of more privileged users need a reviewer who may issue a pass to them.
 *
 * @param question - What the actor wants to do, with actor and user as the directory knows them.
 * @returns `true` if the actor may make the call.
 *
 * @example
 * ```ts
 * const tap = createTap({
 *   ...ports,
 *   authorize: (question) => question.permission !== 'users.forget' && authorizeByEntraRoles(question),
 * })
 * ```
 */
export function authorizeByEntraRoles(question: AccessQuestion): boolean {
  const refusal = refusalOf(question)
  if (refusal) refusals.set(question, refusal)
  else refusals.delete(question)
  return refusal === undefined
}

type RolesRefusal = Extract<NotAuthorizedReason, 'actorDisabled' | 'permissionMissing' | 'self' | 'scope'>

const refusals = new WeakMap<AccessQuestion, RolesRefusal>()

/** Returns why {@link authorizeByEntraRoles} refused this question: an authorizer returns no more than `false`. */
export function refusalByRoles(question: AccessQuestion): RolesRefusal | undefined {
  return refusals.get(question)
}

function refusalOf(question: AccessQuestion): RolesRefusal | undefined {
  const { permission, actor, user, isSelf } = question
  if (actor.kind !== 'user') return actor.kind === 'app' || actor.kind === 'system' ? undefined : 'permissionMissing'
  if (actor.user.isEnabled !== true) return 'actorDisabled'
  const concernsUser = !withoutUser.includes(permission)
  const roles = actor.user.roles ?? []
  if (concernsUser && isSelf)
    return onOwnAccount.includes(permission) || mayIssueForSelf(question, roles) ? undefined : 'self'
  const isReviewer = permission === 'requests.review' && question.isReviewer === true
  if (isReviewer && isWithinReach(user)) return undefined
  const granting = powers.filter(({ role, permissions }) => roles.includes(role) && permissions.includes(permission))
  if (granting.some((power) => !concernsUser || reaches(power, user))) return undefined
  return granting.length > 0 || isReviewer ? 'scope' : 'permissionMissing'
}

function mayIssueForSelf({ permission, isSelfIssueAllowed }: AccessQuestion, roles: readonly string[]): boolean {
  return (
    permission === 'passes.create' && isSelfIssueAllowed === true && selfIssuers.some((role) => roles.includes(role))
  )
}

// An unknown user is treated as an ordinary member, so only administrators of members learn that the user is unknown.
function reaches({ on }: Power, user: DirectoryUser | undefined): boolean {
  return on === 'everyone' || user === undefined || isWithinReach(user)
}

function isWithinReach(user: DirectoryUser | undefined): boolean {
  return user !== undefined && !user.isRestricted && (user.roles ?? []).every((role) => lesserRoles.has(role))
}
