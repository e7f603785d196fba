import type { DeliveryChannel, UserType } from '../core/directory/words.js'

export type { DeliveryChannel } from '../core/directory/words.js'

/** Who a person is. One method; the rest is data, so that leaving something out is never a missing method. */
export interface Directory {
  /**
   * Finds a person by anything they are known by: id, user principal name, any alias.
   *
   * @returns `undefined` when nobody is meant.
   */
  findUser(query: { readonly user: string; readonly tenantId: string }): Promise<DirectoryUser | undefined>
}

/** A person, as your directory knows them now. */
export interface DirectoryUser {
  /** Immutable: `findUser({ user: found.id })` finds the same person. 1 to 512 characters. */
  readonly id: string
  /** A disabled user can neither sign in with a pass nor act. */
  readonly isEnabled: boolean
  /** For hosts that re-use ids: what was stored for another incarnation counts as absent. */
  readonly incarnation?: string | undefined
  /** @defaultValue `'member'` */
  readonly type?: UserType | undefined
  readonly roles?: readonly (Role | (string & {}))[] | undefined
  /** Ids of groups, nested ones included. Those that no policy names may be left out. */
  readonly groups?: readonly string[] | undefined
  /** Only the most privileged may act on this person (role-assignable group, restricted unit). */
  readonly isRestricted?: boolean | undefined
  readonly userPrincipalName?: string | undefined
  readonly displayName?: string | undefined
  /** What a person who asks for a pass has to know beside their name. Compared without case and outer white space. */
  readonly employeeId?: string | undefined
  /** Who reviews this person's requests: an id. */
  readonly managerId?: string | undefined
  /** Who stands in for this person: an id. */
  readonly delegateId?: string | undefined
  /** Not to be waited for. */
  readonly isAway?: boolean | undefined
  /** Where the person can be told something, or sent a code. */
  readonly addresses?: readonly Address[] | undefined
}

/** One address. */
export interface Address {
  readonly channel: DeliveryChannel
  readonly value: string
}

/**
 * The roles that {@link authorizeByEntraRoles} gives a meaning. Any other role makes its holder an administrator of an
 * unknown kind, on whom only the more privileged roles may act.
 */
export type Role =
  | 'Global Administrator'
  | 'Privileged Authentication Administrator'
  | 'Authentication Administrator'
  | 'Authentication Policy Administrator'
  | 'Global Reader'
