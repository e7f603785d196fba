import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser, Role } from '../../ports/directory.js'
import type { Permission } from './permission.js'

/** What a role opens, and on whom. Nobody has these powers over themselves: see `onOneself`. */
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
    role: 'Privileged Authentication Administrator',
    permissions: [
      'passes.create',
      'passes.get',
      'passes.list',
      'passes.delete',
      'registrations.list',
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
    // Not `passes.list`, not `requests.list`: they show administrators' passes and requests too. Not `users.forget`: of somebody who has left, nobody can
    // say any more that they were no administrator.
    role: 'Authentication Administrator',
    permissions: [
      'passes.create',
      'passes.get',
      'passes.delete',
      'registrations.list',
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

const onOneself: readonly Permission[] = ['passes.get', 'passes.delete', 'registrations.list', 'users.explain']
// Where the policy allows issuing for oneself, only to those who may issue for everyone else already.
const selfIssuers: readonly Role[] = ['Global Administrator', 'Privileged Authentication Administrator']
const aboutNobody: readonly Permission[] = [
  'policy.get',
  'policy.update',
  'policy.reset',
  'passes.list',
  'requests.list',
]

// Holding only these leaves a person within an Authentication Administrator's reach. Any other role does not.
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

// Beside these, any role is one over people, settings or credentials.
const harmlessRoles: ReadonlySet<string> = new Set(
  [...lesserRoles].filter((role) => role !== 'Authentication Administrator' && role !== 'Password Administrator'),
)

/** Somebody whose pass is worth more than a member's: a restricted person, or a holder of a role that does more than read. */
export function isPrivileged({ isRestricted, roles = [] }: DirectoryUser): boolean {
  return isRestricted === true || roles.some((role) => !harmlessRoles.has(role))
}

/**
 * Who may do what to whom, by the roles of Microsoft Entra: the authorizer unless you give your own.
 *
 * A person may see and delete their own pass. Nobody may unlock for themselves, nor create, unless the policy says
 * `issuing.isSelfIssueAllowed`: then a Global Administrator and a Privileged Authentication Administrator may. A program
 * may do what its permissions say; the core has checked them before it asks. A disabled actor may do nothing.
 *
 * Whom the directory makes a reviewer of somebody's requests may review them, if an Authentication Administrator could
 * issue a pass to that person. For anybody more privileged only those may who may issue one themselves.
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
  const { permission, actor, user, isSelf } = question
  if (actor.kind !== 'user') return actor.kind === 'app' || actor.kind === 'system'
  if (actor.user.isEnabled !== true) return false
  const isAboutSomebody = !aboutNobody.includes(permission)
  const roles = actor.user.roles ?? []
  if (isAboutSomebody && isSelf) return onOneself.includes(permission) || mayIssueForSelf(question, roles)
  if (permission === 'requests.review' && question.isReviewer === true && isWithinReach(user)) return true
  return powers.some(
    (power) =>
      roles.includes(power.role) &&
      power.permissions.includes(permission) &&
      (!isAboutSomebody || reaches(power, user)),
  )
}

function mayIssueForSelf({ permission, isSelfIssueAllowed }: AccessQuestion, roles: readonly string[]): boolean {
  return (
    permission === 'passes.create' && isSelfIssueAllowed === true && selfIssuers.some((role) => roles.includes(role))
  )
}

// Somebody unknown is answered for as an ordinary member: those who may act on members learn that nobody is there.
function reaches({ on }: Power, user: DirectoryUser | undefined): boolean {
  return on === 'everyone' || user === undefined || isWithinReach(user)
}

function isWithinReach(user: DirectoryUser | undefined): boolean {
  return user !== undefined && !user.isRestricted && (user.roles ?? []).every((role) => lesserRoles.has(role))
}
