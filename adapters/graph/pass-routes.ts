import type { Actor, InputIssue, Pass } from '../../src/index.js'
import { InvalidInputError, isTapError, PolicyViolationError } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { GraphCall } from './call.js'
import { notDelegated, passNotFound, RefusedRequest } from './errors.js'
import { collection, contextOf, entity, keyOf } from './odata.js'
import { passJson, passType, ungroupedCode } from './pass-json.js'
import type { Subject } from './principal.js'
import { subjectOf } from './principal.js'
import { readJson } from './read-json.js'
import { readPassWishes } from './read-pass.js'

const set = 'temporaryAccessPassMethods'
// Three short properties, and all that a client sends back with them.
const maximumBytes = 16_384

export async function createPass(call: GraphCall): Promise<Answer> {
  const { request, tap, context, version, reasons } = call
  const subject = subjectIn(call)
  const { isZoneAssumed, ...wishes } = readPassWishes(await readJson(request, { maximumBytes, isOptional: true }))
  const input = { actor: subject.actor, user: subject.user, context, ...wishes, ...reasons }
  const pass = await tap.passes.create(input).catch(async (error: unknown) => {
    throw await explained(error, { tap, context, actor: subject.actor, isZoneAssumed })
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

interface Asked extends Pick<GraphCall, 'tap' | 'context'> {
  readonly actor: Actor
  readonly isZoneAssumed: boolean
}

/** A refusal with what the core does not say: the policy's own range, and how a start without a zone was read. */
async function explained(error: unknown, { tap, context, actor, isZoneAssumed }: Asked): Promise<unknown> {
  if (!isTapError(error)) return error
  if (error.code === 'TAP_INVALID_INPUT' && error.issues.some(isLifetime)) {
    const bounds = actor.permissions?.includes('passes.create') ? await lifetimeBounds({ tap, context }) : {}
    return new InvalidInputError(error.issues.map((issue) => (isLifetime(issue) ? { ...issue, ...bounds } : issue)))
  }
  if (error.code === 'TAP_POLICY_VIOLATION' && isZoneAssumed) {
    return new PolicyViolationError(error.issues.map((issue) => (isStart(issue) ? withZone(issue) : issue)))
  }
  return error
}

function isLifetime({ field }: InputIssue<string>): boolean {
  return field === 'lifetimeInMinutes'
}

function isStart({ field }: InputIssue<string>): boolean {
  return field === 'startDateTime'
}

/** Somebody's local time, read as UTC, is in the past more often than not. */
function withZone<Code extends string>(issue: InputIssue<Code>): InputIssue<Code> {
  return { ...issue, message: `${issue.message}; it named no zone and was read as UTC` }
}

/** Scripts read the range of this policy out of the refusal, also where no policy would allow what they asked for. */
async function lifetimeBounds({
  tap,
  context,
}: Pick<Asked, 'tap' | 'context'>): Promise<Partial<Pick<InputIssue<string>, 'message' | 'minimum' | 'maximum'>>> {
  try {
    const actor: Actor = { kind: 'system', id: 'graph', permissions: ['policy.get'] }
    const { minimumLifetimeInMinutes: minimum, maximumLifetimeInMinutes: maximum } = await tap.policy.get({
      actor,
      context,
    })
    const message = `must be a whole number of minutes from ${minimum} to ${maximum}`
    return { message, minimum, maximum }
  } catch {
    return {}
  }
}
