import type { Permission } from 'temporary-access-pass'
import { authorizeByEntraRoles } from 'temporary-access-pass'
import type { User } from './directory.js'

/**
 * Returns whether the library would allow this call. Use it for menus and buttons only, so that no page offers what is
 * refused. The library checks the permission again at every call.
 */
export function may(actor: User, permission: Permission, user?: User): boolean {
  const isSelf = user?.id === actor.id
  return (
    authorizeByEntraRoles({ permission, tenantId: 'default', actor: { kind: 'user', user: actor }, user, isSelf }) ===
    true
  )
}

/** Returns whether this user may sign another one out. Deleting a pass already ends the sessions that began with it. */
export function mayEndSessions(actor: User, user: User): boolean {
  return actor.id !== user.id && may(actor, 'passes.delete', user)
}

/** Returns whether this user may create API tokens. Only a Global Administrator has every permission of a token. */
export function mayManageTokens({ roles }: User): boolean {
  return roles.includes('Global Administrator')
}

/** Returns whether this user may see onboarding progress. Issuing needs `passes.create` as well. */
export function mayViewOnboarding(user: User): boolean {
  return may(user, 'users.explain') && may(user, 'registrations.list')
}

/** Returns the first page after a sign-in, which the user's role can open. */
export function homeOf(user: User): string {
  if (may(user, 'users.explain')) return '/people'
  if (may(user, 'policy.get')) return '/policy'
  return user.isReviewer ? '/reviews' : '/security-info'
}

export interface MenuItem {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
}

export function menuFor(user: User, path: string): readonly MenuItem[] {
  const items = [
    { href: '/people', label: 'People', isShown: may(user, 'users.explain') },
    { href: '/onboarding', label: 'Onboarding', isShown: mayViewOnboarding(user) },
    { href: '/reviews', label: 'Reviews', isShown: user.isReviewer || may(user, 'requests.review') },
    { href: '/requests', label: 'Requests', isShown: may(user, 'requests.list') },
    { href: '/policy', label: 'Policy', isShown: may(user, 'policy.get') },
    { href: '/api-access', label: 'API', isShown: mayManageTokens(user) },
    { href: '/devices', label: 'Devices', isShown: may(user, 'users.explain') },
    { href: '/mailbox', label: 'Mailbox', isShown: true },
    { href: '/activity', label: 'Activity', isShown: true },
    { href: '/security-info', label: 'Security info', isShown: true },
  ]
  return items
    .filter(({ isShown }) => isShown)
    .map(({ href, label }) => ({ href, label, isCurrent: path.startsWith(href) }))
}
