import type { Actor } from '../access/actor.js'
import { isSamePerson, mayAsk } from '../access/authorize.js'
import type { Verb } from '../access/verb.js'
import { NotAuthorizedError, UserNotFoundError } from '../errors.js'
import type { AccessQuestion } from '../ports/authorize.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Trail } from './audited.js'
import type { Deps } from './deps.js'

/**
 * May the actor do this to that person? Both are who the directory says they are.
 *
 * @throws {@link NotAuthorizedError}; {@link UserNotFoundError}, but only to an actor who may act on members.
 */
export async function authorizeOnUser(
  deps: Deps,
  trail: Trail,
  verb: Verb,
  named: { readonly actor: Actor; readonly user: string },
): Promise<DirectoryUser> {
  const user = await authorizeOnName(deps, trail, verb, named)
  if (!user) throw new UserNotFoundError()
  return user
}

/** The same for a verb that also concerns people whom the directory does not know any more. */
export async function authorizeOnName(
  deps: Deps,
  trail: Trail,
  verb: Verb,
  { actor, user: name }: { readonly actor: Actor; readonly user: string },
): Promise<DirectoryUser | undefined> {
  const user = await deps.ports.findUser({ user: name, tenantId: deps.tenantId })
  trail.userId = user?.id
  await authorize(deps, trail, verb, actor, user)
  return user
}

/** May the actor do this, which concerns no one person? @throws {@link NotAuthorizedError} */
export async function authorize(
  deps: Deps,
  trail: Trail,
  verb: Verb,
  actor: Actor,
  user?: DirectoryUser | undefined,
): Promise<void> {
  const { tenantId, ports } = deps
  trail.actor = { kind: actor.kind, id: actor.kind === 'user' ? actor.user : actor.id }
  const person = actor.kind === 'user' ? await ports.findUser({ user: actor.user, tenantId }) : undefined
  if (person) trail.actor = { kind: 'user', id: person.id }
  if (actor.kind === 'user' && !person?.isEnabled) throw new NotAuthorizedError(verb)
  const question: AccessQuestion = {
    verb,
    tenantId,
    actor: actor.kind !== 'user' ? actor : { kind: 'user', user: person as DirectoryUser },
    user,
    isSelf: person !== undefined && user !== undefined && isSamePerson(person, user),
  }
  const isForSelf = verb === 'passes.create' && question.isSelf
  if (isForSelf || !mayAsk(question, actor.permissions)) throw new NotAuthorizedError(verb)
  if ((await answerTo(deps, question)) !== true) throw new NotAuthorizedError(verb)
}

async function answerTo(deps: Deps, question: AccessQuestion): Promise<unknown> {
  try {
    return await deps.ports.authorize(question)
  } catch (cause) {
    throw new NotAuthorizedError(question.verb, { cause })
  }
}
