import type { InputIssue, InputIssueCode, Policy, PolicyPatch, Target } from '../../src/index.js'
import { entraPolicy, InvalidInputError } from '../../src/index.js'
import { expected, isAnnotation, isOfType, unknownProperty, wrongType } from './fields.js'
import type { JsonFields } from './read-json.js'

const configurationType = 'microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration'
const configurationId = 'TemporaryAccessPass'

const graphFields = [
  'state',
  'defaultLifetimeInMinutes',
  'defaultLength',
  'minimumLifetimeInMinutes',
  'maximumLifetimeInMinutes',
  'isUsableOnce',
  'includeTargets',
  'excludeTargets',
] as const satisfies readonly (keyof Policy)[]

/** Entra's defaults for the properties that Graph shows. */
export const graphDefaults: PolicyPatch = Object.fromEntries(graphFields.map((field) => [field, entraPolicy[field]]))

/** Returns the properties that Graph shows. `root` starts the addresses of the metadata. */
export function configurationJson(policy: Policy, root: string): object {
  const { includeTargets, excludeTargets } = policy
  return {
    '@odata.type': `#${configurationType}`,
    id: configurationId,
    state: policy.state,
    defaultLifetimeInMinutes: policy.defaultLifetimeInMinutes,
    defaultLength: policy.defaultLength,
    minimumLifetimeInMinutes: policy.minimumLifetimeInMinutes,
    maximumLifetimeInMinutes: policy.maximumLifetimeInMinutes,
    isUsableOnce: policy.isUsableOnce,
    'includeTargets@odata.context': `${root}/$metadata#policies/authenticationMethodsPolicy/authenticationMethodConfigurations('${configurationId}')/${configurationType}/includeTargets`,
    includeTargets: includeTargets.map(({ targetType, id }) => ({ targetType, id, isRegistrationRequired: false })),
    excludeTargets: excludeTargets.map(({ targetType, id }) => ({ targetType, id })),
  }
}

/**
 * Reads a part of the configuration, or the whole configuration as a client read it. The core checks the values.
 *
 * @throws `InvalidInputError` for a missing or wrong `@odata.type`, a wrong `id`, and a property that Graph does not have:
 * its clients must not change the rest of the policy.
 */
export function readConfiguration(fields: JsonFields, prefix: string = ''): PolicyPatch {
  const issues: InputIssue<InputIssueCode>[] = []
  if (!isOfType(fields.get('@odata.type'), configurationType)) {
    issues.push(wrongType(`${prefix}@odata.type`, expected.constant(`#${configurationType}`)))
  }
  const patch: Record<string, unknown> = {}
  for (const [name, value] of fields) {
    if (isAnnotation(name)) continue
    if (name === 'id') issues.push(...idIssue(value, prefix))
    else if (name === 'includeTargets' || name === 'excludeTargets')
      patch[name] = targetsOf(value, prefix + name, issues)
    else if (isGraphField(name)) patch[name] = value
    else issues.push(unknownProperty(prefix + name))
  }
  if (issues.length > 0) throw new InvalidInputError(issues)
  return patch
}

function isGraphField(name: string): boolean {
  return (graphFields as readonly string[]).includes(name)
}

function idIssue(value: unknown, prefix: string): readonly InputIssue<InputIssueCode>[] {
  return isOfType(value, configurationId) ? [] : [wrongType(`${prefix}id`, expected.constant(configurationId))]
}

/** Removes the properties that only Graph has. The core refuses a value that is no list of objects. */
function targetsOf(value: unknown, field: string, issues: InputIssue<InputIssueCode>[]): unknown {
  if (!Array.isArray(value)) return value
  return value.map((target: unknown, index): unknown => {
    if (typeof target !== 'object' || target === null || Array.isArray(target)) return target
    const { isRegistrationRequired = false, ...rest } = target as Partial<Target> & { isRegistrationRequired?: unknown }
    if (isRegistrationRequired !== false) {
      issues.push(wrongType(`${field}[${index}].isRegistrationRequired`, expected.isRegistrationRequired))
    }
    return Object.fromEntries(Object.entries(rest).filter(([name]) => !isAnnotation(name)))
  })
}
