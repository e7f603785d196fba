/** Everything that an actor can be permitted to do. A permission has the name of the call that it allows. */
export const permissions = [
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
] as const

/**
 * What an actor can be permitted to do: the name of the call.
 *
 * `requests.review` covers a reviewer's call, approval and denial. `requests.open` is to open a request for another user.
 *
 * @useDeclaredType
 */
export type Permission = (typeof permissions)[number]

/** The name of a call, as events give it: a {@link Permission}, or a call made for a user rather than by an actor. */
export type CallName =
  | Permission
  | 'signIn'
  | 'isPassOffered'
  | 'grants.verify'
  | 'registrations.complete'
  | 'repudiate'
  | 'requests.submit'
  | 'requests.prove'
  | 'requests.edit'
  | 'requests.status'
  | 'requests.collect'
  | 'requests.cancel'
