import type { Request, Response } from 'express'
import type { Explanation, Policy } from 'temporary-access-pass'
import { entraPolicy } from 'temporary-access-pass'
import { may } from './access.js'
import { callOf } from './call.js'
import type { Person } from './directory.js'
import type { FieldErrors } from './form.js'
import { withOrigin } from './lineage.js'
import { page } from './pages.js'
import type { Parts } from './parts.js'
import { visitorOf } from './session.js'
import { lifetimes } from './words.js'

/** What a form of the page was sent with, when it is shown again. */
export interface Retry {
  readonly form: 'issue' | 'users.unlock'
  readonly typed: { readonly [field: string]: unknown }
  readonly errors: FieldErrors
}

/** One person: the state of their pass, why, what helps, and what this visitor may do about it. */
export async function showPerson(
  parts: Parts,
  request: Request,
  response: Response,
  person: Person,
  retry: Retry | undefined = draftOf(request),
): Promise<void> {
  const visitor = visitorOf(response).person
  const call = callOf(request, response)
  const explanation: Explanation = await parts.tap.users.explain({ ...call, user: person.id })
  const policy = await issuingPolicy(parts)
  const registrations = may(visitor, 'registrations.list', person)
    ? await parts.tap.registrations.list({ ...call, user: person.id })
    : []
  const names = new Map(parts.people.groups().map(({ id, name }) => [id, name]))
  const manager = personIfAny(parts, person.managerId)
  page(request, response, 'person', {
    person,
    manager,
    standIn: personIfAny(parts, manager?.delegateId),
    groups: person.groups.map((id) => names.get(id) ?? id),
    passkeys: withOrigin(parts.passkeys.of(person.id), registrations),
    emails: person.addresses.filter(({ channel }) => channel === 'email').map(({ value }) => value),
    explanation,
    isSelf: visitor.id === person.id,
    may: {
      create: may(visitor, 'passes.create', person),
      delete: may(visitor, 'passes.delete', person),
      unlock: may(visitor, 'users.unlock', person),
    },
    policy,
    lifetimes: lifetimes(
      policy.minimumLifetimeInMinutes,
      policy.maximumLifetimeInMinutes,
      policy.defaultLifetimeInMinutes,
    ),
    retry,
  })
}

function personIfAny({ people }: Parts, id: string | undefined): Person | undefined {
  return id === undefined ? undefined : people.byId(id)
}

/** What was typed before the administrator had to sign in again. */
function draftOf(request: Request): Retry | undefined {
  const { comeBack } = request.session
  if (comeBack?.path !== request.path) return undefined
  delete request.session.comeBack
  return { form: 'issue', typed: comeBack.typed, errors: {} }
}

/** For the choices of the form. Whoever issues passes need not be one who may read the policy, so the page reads it. */
export function issuingPolicy({ tap }: Parts): Promise<Policy> {
  return tap.policy
    .get({ actor: { kind: 'system', id: 'person-page', permissions: ['policy.get'] } })
    .catch(() => entraPolicy)
}
