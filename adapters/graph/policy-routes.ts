import type { Policy, PolicyPatch } from '../../src/index.js'
import { InvalidInputError, isTapError } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { GraphCall } from './call.js'
import { expected, isAnnotation, unknownProperty, wrongType } from './fields.js'
import { collection, contextOf, entity } from './odata.js'
import { configurationJson, graphDefaults, readConfiguration } from './policy-json.js'
import { actorFromPrincipal } from './principal.js'
import type { JsonFields } from './read-json.js'
import { readJson } from './read-json.js'

// Enough for two lists of 1,000 targets each.
const maxBodyBytes = 524_288
const set = 'authenticationMethodConfigurations'

export async function getConfigurationEndpoint(call: GraphCall): Promise<Answer> {
  const policy = await readPolicy(call)
  const item = configurationJson(policy, call.root)
  return { status: 200, body: entity(contextOf(call.root, `${set}/$entity`), item, call.query) }
}

export async function listConfigurationsEndpoint(call: GraphCall): Promise<Answer> {
  const policy = await readPolicy(call)
  const items = [configurationJson(policy, call.root)]
  return { status: 200, body: collection(contextOf(call.root, set), items, call.query) }
}

export async function updateConfigurationEndpoint(call: GraphCall): Promise<Answer> {
  await updatePolicy(call, readConfiguration(await readJson(call.request, { maximumBytes: maxBodyBytes })))
  return { status: 204 }
}

/**
 * Sets the properties that Graph shows to Entra's defaults, and leaves the rest of the policy as it is. If codes of the
 * default length would be too easy to guess, it uses the shortest safe length, because Graph cannot change the alphabet.
 */
export async function resetConfigurationEndpoint(call: GraphCall): Promise<Answer> {
  await updatePolicy(call, graphDefaults).catch((error: unknown) => {
    const defaultLength = minSafeLength(error)
    if (defaultLength === undefined) throw error
    return updatePolicy(call, { ...graphDefaults, defaultLength })
  })
  return { status: 204 }
}

function minSafeLength(error: unknown): number | undefined {
  if (!isTapError(error) || error.code !== 'TAP_POLICY_VIOLATION') return undefined
  return error.issues.find(({ code }) => code === 'guessingRisk')?.minimum
}

export async function getPolicyEndpoint(call: GraphCall): Promise<Answer> {
  return parentAnswer(call, await readPolicy(call))
}

export async function updatePolicyEndpoint(call: GraphCall): Promise<Answer> {
  const patch = readParent(await readJson(call.request, { maximumBytes: maxBodyBytes }))
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
  description: 'The tenant-wide policy for Temporary Access Passes. It has no other authentication methods.',
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

// Clients send back these properties, which they read here or in Entra.
const readOnly: ReadonlySet<string> = new Set([...Object.keys(parent), 'lastModifiedDateTime', 'policyVersion'])

/** Refuses every other property by name, because a client would take it as changed. */
function readParent(fields: JsonFields): PolicyPatch {
  const unknown = [...fields.keys()].filter((name) => name !== set && !readOnly.has(name) && !isAnnotation(name))
  if (unknown.length > 0) throw new InvalidInputError(unknown.map(unknownProperty))
  const configurations = fields.get(set) ?? []
  if (!Array.isArray(configurations) || configurations.length > 1) {
    throw new InvalidInputError([wrongType(set, expected.configurations)])
  }
  const [configuration] = configurations as readonly unknown[]
  if (configuration === undefined) return {}
  if (typeof configuration !== 'object' || configuration === null) {
    throw new InvalidInputError([wrongType(`${set}[0]`, expected.object)])
  }
  return readConfiguration(new Map(Object.entries(configuration)), `${set}[0].`)
}
