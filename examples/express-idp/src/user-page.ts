import type { Request, Response } from 'express'
import type { Explanation, Policy } from 'temporary-access-pass'
import { entraPolicy } from 'temporary-access-pass'
import { may, mayEndSessions } from './access.js'
import { callOf } from './call.js'
import type { User } from './directory.js'
import { english } from './english.js'
import type { FieldErrors } from './form.js'
import { page } from './pages.js'
import type { Parts } from './parts.js'
import { withPassIds } from './passkey-origin.js'
import { visitorOf } from './session.js'
import { lifetimes } from './words.js'

/** The values and errors of a form that is shown again. */
export interface UserFormRetry {
  readonly form: 'issue' | 'unlock'
  readonly typed: { readonly [field: string]: unknown }
  readonly errors: FieldErrors
}

/** Shows one user: the state of their pass, the reason, the advice, and what this visitor may do. */
export async function showUser(
  parts: Parts,
  request: Request,
  response: Response,
  user: User,
  retry: UserFormRetry | undefined = draftOf(request),
): Promise<void> {
  const visitor = visitorOf(response).user
  const call = callOf(request, response)
  const explanation: Explanation = await parts.tap.users.explain({ ...call, user: user.id })
  const policy = await issuingPolicy(parts)
  const registrations = may(visitor, 'registrations.list', user)
    ? await parts.tap.registrations.list({ ...call, user: user.id })
    : []
  const names = new Map(parts.users.groups().map(({ id, name }) => [id, name]))
  const manager = userIfAny(parts, user.managerId)
  page(request, response, 'user', {
    user,
    manager,
    delegate: userIfAny(parts, manager?.delegateId),
    groups: user.groups.map((id) => names.get(id) ?? id),
    passkeys: withPassIds(parts.passkeys.of(user.id), registrations),
    emails: user.addresses.filter(({ channel }) => channel === 'email').map(({ value }) => value),
    explanation,
    isUnlockAdvised: explanation.advice === 'unlock',
    isSelf: visitor.id === user.id,
    may: {
      create: may(visitor, 'passes.create', user),
      delete: may(visitor, 'passes.delete', user),
      unlock: may(visitor, 'users.unlock', user),
      signOut: mayEndSessions(visitor, user),
      removePasskey: may(visitor, 'registrations.remove', user),
    },
    policy,
    userDisabled: english.userDisabled,
    lifetimes: lifetimes(
      policy.minimumLifetimeInMinutes,
      policy.maximumLifetimeInMinutes,
      policy.defaultLifetimeInMinutes,
    ),
    retry,
  })
}

function userIfAny({ users }: Parts, id: string | undefined): User | undefined {
  return id === undefined ? undefined : users.byId(id)
}

/** Returns what the administrator typed before they had to sign in again. */
function draftOf(request: Request): UserFormRetry | undefined {
  const { returnTo } = request.session
  if (returnTo?.path !== request.path) return undefined
  delete request.session.returnTo
  return { form: 'issue', typed: returnTo.typed, errors: {} }
}

/**
 * Returns the policy for the choices of the form. An administrator may issue passes without the permission to read the
 * policy.
 */
export function issuingPolicy({ tap }: Parts): Promise<Policy> {
  return tap.policy
    .get({ actor: { kind: 'system', id: 'person-page', permissions: ['policy.get'] } })
    .catch(() => entraPolicy)
}
