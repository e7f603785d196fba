import type { Actor, InputIssue, Pass } from '../../src/index.js'
import { InvalidInputError, isTapError, PolicyViolationError } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { GraphCall } from './call.js'
import { notDelegated, passNotFound, RefusedRequest } from './errors.js'
import { collection, contextOf, entity, entityKey } from './odata.js'
import { graphPassJson, passType, ungroupedCode } from './pass-json.js'
import type { Subject } from './principal.js'
import { subjectOf } from './principal.js'
import { readJson } from './read-json.js'
import { readPassBody } from './read-pass.js'

const set = 'temporaryAccessPassMethods'
// Enough for a whole pass that a client read and sends back.
const maxBodyBytes = 16_384

export async function createPassEndpoint(call: GraphCall): Promise<Answer> {
  const { request, tap, context, version, reasons } = call
  const subject = subjectIn(call)
  const { isZoneAssumed, ...fields } = readPassBody(
    await readJson(request, { maximumBytes: maxBodyBytes, isOptional: true }),
  )
  const input = { actor: subject.actor, user: subject.user, context, ...fields, ...reasons }
  const pass = await tap.passes.create(input).catch(async (error: unknown) => {
    throw await withDetails(error, { tap, context, actor: subject.actor, isZoneAssumed })
  })
  const body = entity(passContext(call, subject, '/$entity'), graphPassJson(pass, version, ungroupedCode(pass)), {})
  return { status: 201, body, headers: { location: `${call.address}/${pass.id}` } }
}

export async function listPassesEndpoint(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  const items = pass === undefined ? [] : [graphPassJson(pass, call.version)]
  return { status: 200, body: collection(passContext(call, subject), items, call.query) }
}

export async function getPassEndpoint(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  if (pass === undefined) throw new RefusedRequest(passNotFound)
  return {
    status: 200,
    body: entity(passContext(call, subject, '/$entity'), graphPassJson(pass, call.version), call.query),
  }
}

export async function deletePassEndpoint(call: GraphCall): Promise<Answer> {
  const { tap, context, named } = call
  const { actor, user } = subjectIn(call)
  await tap.passes.delete({ actor, user, passId: named.passId, context })
  return { status: 204 }
}

/** Lists the methods of a user. The only method of a user here is the pass. Clients choose a class by its `@odata.type`. */
export async function listMethodsEndpoint(call: GraphCall): Promise<Answer> {
  const subject = subjectIn(call)
  const pass = await findPass(call, subject)
  const items = pass === undefined ? [] : [typedJson(pass, call)]
  return { status: 200, body: collection(methodContext(call, subject), items, call.query) }
}

export async function getMethodEndpoint(call: GraphCall): Promise<Answer> {
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
  return { '@odata.type': `#${passType}`, ...graphPassJson(pass, version) }
}

function passContext({ root }: GraphCall, { name }: Subject, end: string = ''): string {
  return contextOf(root, `${entityKey('users', name)}/authentication/${set}${end}`)
}

function methodContext({ root }: GraphCall, { name }: Subject, end: string = ''): string {
  return contextOf(root, `${entityKey('users', name)}/authentication/methods${end}`)
}

interface CreateAttempt extends Pick<GraphCall, 'tap' | 'context'> {
  readonly actor: Actor
  readonly isZoneAssumed: boolean
}

/** Adds the policy's range of lifetimes, and how a start without a time zone was read. */
async function withDetails(error: unknown, { tap, context, actor, isZoneAssumed }: CreateAttempt): Promise<unknown> {
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

/** A local time without a time zone is often in the past when it is read as UTC. */
function withZone<Code extends string>(issue: InputIssue<Code>): InputIssue<Code> {
  const { field, message, messageId, messageParameters } = issue
  return {
    ...issue,
    message: `${message}; it has no time zone and was read as UTC`,
    messageId: 'graph.startWithoutTimeZone',
    messageParameters: { field, issue: { message, messageId, messageParameters } },
  }
}

/** Scripts read the policy's range out of the refusal, also for a lifetime that no policy allows. */
async function lifetimeBounds({
  tap,
  context,
}: Pick<CreateAttempt, 'tap' | 'context'>): Promise<Partial<Omit<InputIssue<string>, 'code' | 'field'>>> {
  try {
    const actor: Actor = { kind: 'system', id: 'graph', permissions: ['policy.get'] }
    const { minimumLifetimeInMinutes: minimum, maximumLifetimeInMinutes: maximum } = await tap.policy.get({
      actor,
      context,
    })
    const message = `must be a whole number of minutes from ${minimum} to ${maximum}`
    const messageParameters = { field: 'lifetimeInMinutes', minimum, maximum }
    return { message, messageId: 'graph.lifetime', messageParameters, minimum, maximum }
  } catch {
    return {}
  }
}
