import type { Actor, Pass, Tap } from '../../src/index.js'
import { InvalidInputError, isTapError, PolicyViolationError, policyBounds } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { GraphCall } from './call.js'
import { notDelegated, passNotFound, RefusedRequest } from './errors.js'
import { collection, contextOf, entity, keyOf } from './odata.js'
import { passJson, passType, ungroupedCode } from './pass-json.js'
import type { Subject } from './principal.js'
import { subjectOf } from './principal.js'
import { readJson } from './read-json.js'
import type { PassWishes } from './read-pass.js'
import { readPassWishes } from './read-pass.js'

const set = 'temporaryAccessPassMethods'
// Three short properties, and all that a client sends back with them.
const maximumBytes = 16_384

export async function createPass(call: GraphCall): Promise<Answer> {
  const { request, tap, context, version, reasons } = call
  const subject = subjectIn(call)
  const { isZoneAssumed, ...wishes } = readPassWishes(await readJson(request, { maximumBytes, isOptional: true }))
  await checkLifetime(tap, subject.actor, wishes)
  const input = { actor: subject.actor, user: subject.user, context, ...wishes, ...reasons }
  const pass = await tap.passes.create(input).catch((error: unknown) => {
    throw isZoneAssumed ? withZone(error) : error
  })
  const body = entity(passContext(call, subject, '/$entity'), passJson(pass, version, ungroupedCode(pass)), {})
  return { status: 201, body, headers: { location: `${call.address}/${pass.id}` } }
}

export async function listPasses(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  const items = pass === undefined ? [] : [passJson(pass, call.version)]
  return { status: 200, body: collection(passContext(call, subject), items, call.query) }
}

export async function getPass(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  if (pass === undefined) throw new RefusedRequest(passNotFound)
  return { status: 200, body: entity(passContext(call, subject, '/$entity'), passJson(pass, call.version), call.query) }
}

export async function deletePass(call: GraphCall): Promise<Answer> {
  const { tap, context, named } = call
  const { actor, user } = subjectIn(call)
  await tap.passes.delete({ actor, user, passId: named.passId, context })
  return { status: 204 }
}

/** All methods of a person that are kept here: their pass. Clients choose a class by `@odata.type`. */
export async function listMethods(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  const items = pass === undefined ? [] : [typedJson(pass, call)]
  return { status: 200, body: collection(methodContext(call, subject), items, call.query) }
}

export async function getMethod(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  if (pass === undefined) throw new RefusedRequest(passNotFound)
  return { status: 200, body: entity(methodContext(call, subject, '/$entity'), typedJson(pass, call), call.query) }
}

function subjectIn({ principal, named }: GraphCall): Subject {
  const subject = subjectOf(principal, named.user)
  if (subject === undefined) throw new RefusedRequest(notDelegated)
  return subject
}

function findPass({ tap, context, named }: GraphCall, { actor, user }: Subject): Promise<Pass | undefined> {
  return tap.passes.get({ actor, user, passId: named.passId, context })
}

function typedJson(pass: Pass, { version }: GraphCall): object {
  return { '@odata.type': `#${passType}`, ...passJson(pass, version) }
}

function passContext({ root }: GraphCall, { name }: Subject, end: string = ''): string {
  return contextOf(root, `${keyOf('users', name)}/authentication/${set}${end}`)
}

function methodContext({ root }: GraphCall, { name }: Subject, end: string = ''): string {
  return contextOf(root, `${keyOf('users', name)}/authentication/methods${end}`)
}

/**
 * A lifetime that no policy allows is refused with the range of this one, which scripts read out of the sentence. Whoever
 * lacks the permission to create is not told it: the verb refuses them.
 */
async function checkLifetime(
  tap: Tap,
  { permissions = [] }: Actor,
  { lifetimeInMinutes: asked }: Pick<PassWishes, 'lifetimeInMinutes'>,
): Promise<void> {
  const widest = policyBounds.minimumLifetimeInMinutes
  if (asked === undefined || (asked >= widest.minimum && asked <= widest.maximum)) return
  if (!permissions.includes('passes.create')) return
  const { minimum, maximum } = await lifetimeBounds(tap)
  const message = `must be a whole number of minutes from ${minimum} to ${maximum}`
  throw new InvalidInputError([{ code: 'range', field: 'lifetimeInMinutes', message, minimum, maximum }])
}

/** Somebody's local time, read as UTC, is in the past more often than not: the refusal says how it was read. */
function withZone(error: unknown): unknown {
  if (!isTapError(error) || error.code !== 'TAP_POLICY_VIOLATION') return error
  return new PolicyViolationError(
    error.issues.map((issue) =>
      issue.field === 'startDateTime'
        ? { ...issue, message: `${issue.message}; it named no zone and was read as UTC` }
        : issue,
    ),
  )
}

async function lifetimeBounds(tap: Tap): Promise<{ readonly minimum: number; readonly maximum: number }> {
  try {
    const policy = await tap.policy.get({ actor: { kind: 'system', id: 'graph', permissions: ['policy.get'] } })
    return { minimum: policy.minimumLifetimeInMinutes, maximum: policy.maximumLifetimeInMinutes }
  } catch {
    return policyBounds.minimumLifetimeInMinutes
  }
}
