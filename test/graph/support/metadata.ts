import type { GraphVersion } from '../../../adapters/graph/pass-json.js'

/** A property as Graph's metadata declares it. */
interface Declared {
  readonly type: EdmType
  readonly isNullable?: boolean
  /** The only version that has it. Default: both. */
  readonly only?: GraphVersion
}

type EdmType =
  | 'Edm.String'
  | 'Edm.Boolean'
  | 'Edm.Int32'
  | 'Edm.DateTimeOffset'
  | { readonly oneOf: readonly string[] }
  | { readonly collectionOf: string }

const text = { type: 'Edm.String', isNullable: true } as const
const key = { type: 'Edm.String' } as const
const time = { type: 'Edm.DateTimeOffset', isNullable: true } as const
const minutes = { type: 'Edm.Int32', isNullable: true } as const
const flag = { type: 'Edm.Boolean', isNullable: true } as const
const targetType = { type: { oneOf: ['user', 'group', 'unknownFutureValue'] } } as const

const passType = 'microsoft.graph.temporaryAccessPassAuthenticationMethod'
const configurationType = 'microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration'

const types: Readonly<Record<string, Readonly<Record<string, Declared>>>> = {
  [passType]: {
    id: key,
    temporaryAccessPass: text,
    createdDateTime: time,
    startDateTime: time,
    lifetimeInMinutes: minutes,
    isUsableOnce: flag,
    isUsable: flag,
    methodUsabilityReason: text,
    lastUsedDateTime: { ...time, only: 'beta' },
  },
  [configurationType]: {
    id: key,
    state: { type: { oneOf: ['enabled', 'disabled'] }, isNullable: true },
    defaultLifetimeInMinutes: minutes,
    defaultLength: minutes,
    minimumLifetimeInMinutes: minutes,
    maximumLifetimeInMinutes: minutes,
    isUsableOnce: flag,
    includeTargets: { type: { collectionOf: 'microsoft.graph.authenticationMethodTarget' } },
    excludeTargets: { type: { collectionOf: 'microsoft.graph.excludeTarget' } },
  },
  'microsoft.graph.authenticationMethodTarget': {
    id: key,
    targetType,
    isRegistrationRequired: { type: 'Edm.Boolean' },
  },
  'microsoft.graph.excludeTarget': { id: key, targetType },
  'microsoft.graph.authenticationMethodsPolicy': {
    id: key,
    description: text,
    displayName: text,
    authenticationMethodConfigurations: { type: { collectionOf: 'microsoft.graph.authenticationMethodConfiguration' } },
  },
}

/** Abstract types: the `@odata.type` of an item names one of these. */
const derived: Readonly<Record<string, readonly string[]>> = {
  'microsoft.graph.authenticationMethod': [passType],
  'microsoft.graph.authenticationMethodConfiguration': [configurationType],
}

/** The text after `$metadata#`, and the type that it stands for. */
const contexts: readonly (readonly [RegExp, string])[] = [
  [/^users\('(?:[^'%]|%[\dA-F]{2}|'')+'\)\/authentication\/temporaryAccessPassMethods(\/\$entity)?$/, passType],
  [
    /^users\('(?:[^'%]|%[\dA-F]{2}|'')+'\)\/authentication\/methods(\/\$entity)?$/,
    'microsoft.graph.authenticationMethod',
  ],
  [/^authenticationMethodConfigurations(\/\$entity)?$/, 'microsoft.graph.authenticationMethodConfiguration'],
  [/^authenticationMethodsPolicy()$/, 'microsoft.graph.authenticationMethodsPolicy'],
]

/**
 * Returns every difference between a response and Graph's metadata: names, types, nullability, contexts. Every property is
 * required, unless the query selects some.
 */
export function metadataProblems(body: unknown, version: GraphVersion, isSelected: boolean = false): readonly string[] {
  if (!isObject(body)) return ['the body is not an object']
  const [root, path] = String(body['@odata.context']).split('/$metadata#')
  if (!root?.endsWith(`/${version}`)) return [`@odata.context is not of ${version}: ${String(body['@odata.context'])}`]
  for (const [pattern, type] of contexts) {
    const match = pattern.exec(path ?? '')
    if (match === null) continue
    const check = { version, isSelected }
    const isOne = match[1] !== undefined
    if (isOne) return objectProblems(body, type, check, '')
    const extra = Object.keys(body).filter((name) => !['@odata.context', '@odata.count', 'value'].includes(name))
    return [...extra.map((name) => `${name} is not declared`), ...listProblems(body['value'], type, check, 'value')]
  }
  return [`@odata.context is unknown: ${path}`]
}

interface Check {
  readonly version: GraphVersion
  readonly isSelected: boolean
}

function objectProblems(value: unknown, type: string, check: Check, at: string): readonly string[] {
  if (!isObject(value)) return [`${at} is not an object`]
  const actualType = value['@odata.type']
  const names = derived[type]
  const actual = names === undefined ? type : String(actualType).replace(/^#/, '')
  if (names !== undefined && !names.includes(actual)) return [`${at}@odata.type is ${String(actualType)}`]
  if (actualType !== undefined && actualType !== `#${actual}`) return [`${at}@odata.type is ${String(actualType)}`]
  const declared = Object.entries(types[actual] ?? {}).filter(
    ([, { only }]) => only === undefined || only === check.version,
  )
  const known = new Set(declared.map(([name]) => name))
  const unknown = Object.keys(value).filter((name) => !known.has(name) && !name.includes('@odata.'))
  return [
    ...unknown.map((name) => `${at}.${name} is not declared`),
    ...declared.flatMap(([name, property]) => {
      if (!Object.hasOwn(value, name)) return check.isSelected ? [] : [`${at}.${name} is missing`]
      return valueProblems(value[name], property, check, `${at}.${name}`)
    }),
  ]
}

function listProblems(value: unknown, type: string, check: Check, at: string): readonly string[] {
  if (!Array.isArray(value)) return [`${at} is not a list`]
  return value.flatMap((item, index) => objectProblems(item, type, check, `${at}[${index}]`))
}

function valueProblems(value: unknown, { type, isNullable }: Declared, check: Check, at: string): readonly string[] {
  if (value === null) return isNullable === true ? [] : [`${at} is null`]
  if (typeof type === 'object' && 'collectionOf' in type) return listProblems(value, type.collectionOf, check, at)
  return isOf(value, type) ? [] : [`${at} is not ${typeof type === 'string' ? type : type.oneOf.join(' or ')}`]
}

// UTC, with up to seven digits of a second.
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$/

function isOf(value: unknown, type: Exclude<EdmType, { readonly collectionOf: string }>): boolean {
  if (typeof type === 'object') return type.oneOf.includes(value as string)
  if (type === 'Edm.Int32') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
  if (type === 'Edm.DateTimeOffset') return typeof value === 'string' && instant.test(value)
  return typeof value === (type === 'Edm.String' ? 'string' : 'boolean')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
