import type { Policy, PolicyPatch } from '../../src/index.js'
import { InvalidInputError, isTapError } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { GraphCall } from './call.js'
import { isAnnotation, unknownProperty, wrongType } from './fields.js'
import { collection, contextOf, entity } from './odata.js'
import { configurationJson, graphDefaults, readConfiguration } from './policy-json.js'
import { actorFromPrincipal } from './principal.js'
import type { JsonFields } from './read-json.js'
import { readJson } from './read-json.js'

// Two lists of 1,000 targets each, and the configurations beside them that a client read elsewhere.
const maximumBytes = 524_288
const set = 'authenticationMethodConfigurations'

export async function getConfiguration(call: GraphCall): Promise<Answer> {
  const policy = await readPolicy(call)
  const item = configurationJson(policy, call.root)
  return { status: 200, body: entity(contextOf(call.root, `${set}/$entity`), item, call.query) }
}

export async function listConfigurations(call: GraphCall): Promise<Answer> {
  const policy = await readPolicy(call)
  const items = [configurationJson(policy, call.root)]
  return { status: 200, body: collection(contextOf(call.root, set), items, call.query) }
}

export async function updateConfiguration(call: GraphCall): Promise<Answer> {
  await updatePolicy(call, readConfiguration(await readJson(call.request, { maximumBytes })))
  return { status: 204 }
}

/**
 * Back to what Graph's clients know as the defaults. What only this library's own policy says stays as it is; where its
 * alphabet makes a code of the default length too easy to guess, the length is the shortest that does not. Whoever resets
 * can neither see nor change an alphabet.
 */
export async function resetConfiguration(call: GraphCall): Promise<Answer> {
  await updatePolicy(call, graphDefaults).catch((error: unknown) => {
    const defaultLength = shortestSafeLength(error)
    if (defaultLength === undefined) throw error
    return updatePolicy(call, { ...graphDefaults, defaultLength })
  })
  return { status: 204 }
}

function shortestSafeLength(error: unknown): number | undefined {
  if (!isTapError(error) || error.code !== 'TAP_POLICY_VIOLATION') return undefined
  return error.issues.find(({ code }) => code === 'guessingRisk')?.minimum
}

export async function getParent(call: GraphCall): Promise<Answer> {
  return parentAnswer(call, await readPolicy(call))
}

export async function updateParent(call: GraphCall): Promise<Answer> {
  const patch = readParent(await readJson(call.request, { maximumBytes }))
  return parentAnswer(call, await updatePolicy(call, patch))
}

function readPolicy({ tap, principal, context }: GraphCall): Promise<Policy> {
  return tap.policy.get({ actor: actorFromPrincipal(principal), context })
}

function updatePolicy({ tap, principal, context }: GraphCall, patch: PolicyPatch): Promise<Policy> {
  return tap.policy.update({ actor: actorFromPrincipal(principal), context, patch })
}

const parent = {
  id: 'authenticationMethodsPolicy',
  displayName: 'Authentication Methods Policy',
  description: 'The tenant-wide policy for Temporary Access Passes. Other authentication methods are not kept here.',
}

function parentAnswer({ root, query }: GraphCall, policy: Policy): Answer {
  const context = contextOf(root, 'authenticationMethodsPolicy')
  const item = {
    ...parent,
    [`${set}@odata.context`]: `${context}/${set}`,
    [set]: [configurationJson(policy, root)],
  }
  return { status: 200, body: entity(context, item, query) }
}

// What a client read here or in Entra, and sends back with its change.
const readOnly: ReadonlySet<string> = new Set([...Object.keys(parent), 'lastModifiedDateTime', 'policyVersion'])

/** The changes to our own configuration. Everything else is refused by name: it would look as if it had been done. */
function readParent(fields: JsonFields): PolicyPatch {
  const unknown = [...fields.keys()].filter((name) => name !== set && !readOnly.has(name) && !isAnnotation(name))
  if (unknown.length > 0) throw new InvalidInputError(unknown.map(unknownProperty))
  const configurations = fields.get(set) ?? []
  if (!Array.isArray(configurations) || configurations.length > 1) {
    throw new InvalidInputError([wrongType(set, 'a list with the one configuration that is kept here')])
  }
  const [configuration] = configurations as readonly unknown[]
  if (configuration === undefined) return {}
  if (typeof configuration !== 'object' || configuration === null) {
    throw new InvalidInputError([wrongType(`${set}[0]`, 'an object')])
  }
  return readConfiguration(new Map(Object.entries(configuration)), `${set}[0].`)
}
