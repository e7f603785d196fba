import type { Permission } from 'temporary-access-pass'
import { authorizeByEntraRoles } from 'temporary-access-pass'
import type { Person } from './directory.js'

/**
 * Would the library let this person do this? For menus and buttons only, so that nobody is offered what will be
 * refused: the library asks again at every call.
 */
export function may(person: Person, permission: Permission, user?: Person): boolean {
  const isSelf = user?.id === person.id
  return (
    authorizeByEntraRoles({ permission, tenantId: 'default', actor: { kind: 'user', user: person }, user, isSelf }) ===
    true
  )
}

/** Whose word lets a script in: what it may then do, only a Global Administrator may do all of. */
export function mayGiveAccess({ roles }: Person): boolean {
  return roles.includes('Global Administrator')
}

/** Who sees how far new colleagues have come; issuing to them is asked for by `passes.create`. */
export function mayFollowUp(person: Person): boolean {
  return may(person, 'users.explain') && may(person, 'registrations.list')
}

export interface MenuItem {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
}

export function menuFor(person: Person, path: string): readonly MenuItem[] {
  const items = [
    { href: '/people', label: 'People', isShown: may(person, 'passes.list') },
    { href: '/onboarding', label: 'Onboarding', isShown: mayFollowUp(person) },
    { href: '/reviews', label: 'Reviews', isShown: person.isReviewer || may(person, 'requests.review') },
    { href: '/requests', label: 'Requests', isShown: may(person, 'requests.list') },
    { href: '/policy', label: 'Policy', isShown: may(person, 'policy.get') },
    { href: '/api-access', label: 'API', isShown: mayGiveAccess(person) },
    { href: '/devices', label: 'Devices', isShown: may(person, 'users.explain') },
    { href: '/mailbox', label: 'Mailbox', isShown: true },
    { href: '/activity', label: 'Activity', isShown: true },
    { href: '/security-info', label: 'Security info', isShown: true },
  ]
  return items
    .filter(({ isShown }) => isShown)
    .map(({ href, label }) => ({ href, label, isCurrent: path.startsWith(href) }))
}
