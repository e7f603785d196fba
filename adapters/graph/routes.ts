import type { Endpoint, GraphCall } from './call.js'
import type { GraphVersion } from './pass-json.js'
import {
  createPassEndpoint,
  deletePassEndpoint,
  getMethodEndpoint,
  getPassEndpoint,
  listMethodsEndpoint,
  listPassesEndpoint,
} from './pass-routes.js'
import {
  getConfigurationEndpoint,
  getPolicyEndpoint,
  listConfigurationsEndpoint,
  resetConfigurationEndpoint,
  updateConfigurationEndpoint,
  updatePolicyEndpoint,
} from './policy-routes.js'

/** The endpoints of one path, by method. */
export type Endpoints = { readonly [Method in 'GET' | 'POST' | 'PATCH' | 'DELETE']?: Endpoint }

const policy: Endpoints = { GET: getPolicyEndpoint, PATCH: updatePolicyEndpoint }
const configuration: Endpoints = {
  GET: getConfigurationEndpoint,
  PATCH: updateConfigurationEndpoint,
  DELETE: resetConfigurationEndpoint,
}

const table: readonly (readonly [path: string, Endpoints])[] = [
  ...['users/{user}', 'me'].flatMap((owner): readonly (readonly [string, Endpoints])[] => [
    [`${owner}/authentication/temporaryAccessPassMethods`, { GET: listPassesEndpoint, POST: createPassEndpoint }],
    [
      `${owner}/authentication/temporaryAccessPassMethods/{passId}`,
      { GET: getPassEndpoint, DELETE: deletePassEndpoint },
    ],
    [`${owner}/authentication/methods`, { GET: listMethodsEndpoint }],
    [`${owner}/authentication/methods/{passId}`, { GET: getMethodEndpoint }],
  ]),
  ['policies/authenticationMethodsPolicy', policy],
  ['policies/authenticationMethodsPolicy/authenticationMethodConfigurations', { GET: listConfigurationsEndpoint }],
  ['policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass', configuration],
  ['authenticationMethodsPolicy', policy],
  ['authenticationMethodConfigurations', { GET: listConfigurationsEndpoint }],
  ['authenticationMethodConfigurations/temporaryAccessPass', configuration],
]

const routes = table.map(([path, endpoints]) => ({ segments: path.toLowerCase().split('/'), endpoints }))

/** The endpoints of a path, with the keys that the path contains. */
export interface MatchedRoute {
  readonly version: GraphVersion
  readonly endpoints: Endpoints
  readonly named: GraphCall['named']
}

/**
 * Finds the endpoints of a path without its base path. Case and a slash at the end do not matter. A key is a segment, or
 * stands in OData's parentheses.
 */
export function findRoute(path: string): MatchedRoute | undefined {
  const segments = segmentsOf(path)
  if (segments === undefined) return undefined
  const [version = '', ...rest] = segments
  if (!isVersion(version.toLowerCase())) return undefined
  for (const { segments: pattern, endpoints } of routes) {
    const named = match(pattern, rest)
    if (named) return { version: version.toLowerCase() as GraphVersion, endpoints, named }
  }
  return undefined
}

/** Returns the value of the `Allow` header. */
export function methodsOf(endpoints: Endpoints): string {
  return [
    ...Object.keys(endpoints).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
    'OPTIONS',
  ].join(', ')
}

function isVersion(text: string): text is GraphVersion {
  return text === 'v1.0' || text === 'beta'
}

function match(pattern: readonly string[], segments: readonly string[]): GraphCall['named'] | undefined {
  if (pattern.length !== segments.length) return undefined
  const named: { user?: string; passId?: string } = {}
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (segment === '') return undefined
    if (expected === '{user}') named.user = segment
    else if (expected === '{passid}') named.passId = segment
    else if (expected !== segment.toLowerCase()) return undefined
  }
  return named
}

const keyed = /^(users|temporaryAccessPassMethods|methods|authenticationMethodConfigurations)\('(.+)'\)$/i

/** Splits before it decodes, so that `%2F` stays part of a name. Returns `undefined` for a broken escape. */
function segmentsOf(path: string): readonly string[] | undefined {
  try {
    return path
      .replace(/^\/|\/$/g, '')
      .split('/')
      .flatMap((raw) => {
        const segment = raw.includes('%') ? decodeURIComponent(raw) : raw
        const [, set, key] = (segment.endsWith("')") && keyed.exec(segment)) || []
        return set === undefined || key === undefined ? [segment] : [set, key.replaceAll("''", "'")]
      })
  } catch {
    return undefined
  }
}
