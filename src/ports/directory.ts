import type { DeliveryChannel, UserType } from '../core/directory/words.js'

export type { DeliveryChannel } from '../core/directory/words.js'

/**
 * Finds users in your identity provider.
 *
 * @example
 * ```ts
 * const directory: Directory = {
 *   async findUser({ user, tenantId }) {
 *     const row = await users.findByIdOrName(tenantId, user)
 *     return row && { id: row.id, isEnabled: row.isActive, userPrincipalName: row.email, groups: row.groupIds }
 *   },
 * }
 * ```
 */
export interface Directory {
  /**
   * Finds a user by id, user principal name or any alias. The text may come from a sign-in page, so it can be anything.
   *
   * @returns The user, or `undefined` if there is none.
   */
  findUser(query: { readonly user: string; readonly tenantId: string }): Promise<DirectoryUser | undefined>
}

/**
 * A user, as your directory knows them now. A wrong `id`, `isEnabled`, `incarnation`, `type`, `roles`, `groups` or
 * `isRestricted` fails the call, because access depends on it. Any other wrong value is ignored, and reported as the event
 * `directory.fieldIgnored` or `directory.addressSkipped`.
 */
export interface DirectoryUser {
  /** An id that never changes: `findUser({ user: id })` finds the same user. 1 to 512 characters. */
  readonly id: string
  /** `false`: the user can neither sign in with a pass nor make calls. */
  readonly isEnabled: boolean
  /**
   * Tells apart two users who have had the same id, one after the other. What was stored for another incarnation is
   * ignored. Default: ids are never used again.
   */
  readonly incarnation?: string | undefined
  /** Guests of another organisation (`externalGuest`) get no pass here. Default: `'member'`. */
  readonly type?: UserType | undefined
  /** The user's directory roles. They decide what the user may do, and who may issue a pass to them. Default: none. */
  readonly roles?: readonly (Role | (string & {}))[] | undefined
  /** The ids of the user's groups, nested groups included. Only groups that a policy names matter. Default: none. */
  readonly groups?: readonly string[] | undefined
  /**
   * `true`: only the most privileged roles may act on this user, for example because of a role-assignable group or a
   * restricted administrative unit. Default: `false`.
   */
  readonly isRestricted?: boolean | undefined
  readonly userPrincipalName?: string | undefined
  readonly displayName?: string | undefined
  /**
   * What a requester has to enter besides their name. Compared without regard to case and surrounding white space.
   * Default: the user cannot submit a request.
   */
  readonly employeeId?: string | undefined
  /** The id of the user who reviews this user's requests. Default: administrators review them. */
  readonly managerId?: string | undefined
  /** The id of the user who reviews in place of this user. Default: none. */
  readonly delegateId?: string | undefined
  /** `true`: the user is out of office. Requests go to the delegate, or to the next manager. Default: `false`. */
  readonly isAway?: boolean | undefined
  /** Where the user receives notices and codes. Default: nowhere. */
  readonly addresses?: readonly Address[] | undefined
}

/** An address of a user on one channel. */
export interface Address {
  /** A channel of your own, such as `push`, reaches your notifier. Only a {@link DeliveryChannel} can carry a code. */
  readonly channel: DeliveryChannel | (string & {})
  /**
   * The e-mail address, phone number or postal address, as your deliverer and notifier expect it. It is skipped if its
   * channel cannot carry it: `email` takes no comma, no control character and at most 320 characters; `sms` and `voice` take
   * digits, spaces and `+-()`; `post` and `print` take no control character but line breaks. None takes a blank text.
   */
  readonly value: string
}

/**
 * The roles that {@link authorizeByEntraRoles} knows. Any other role makes the user an administrator of an unknown kind, and
 * only the more privileged roles may act on that user.
 */
export type Role =
  | 'Global Administrator'
  | 'Privileged Authentication Administrator'
  | 'Authentication Administrator'
  | 'Authentication Policy Administrator'
  | 'Global Reader'
