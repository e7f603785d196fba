import type { Endpoint, GraphCall } from './call.js'
import type { GraphVersion } from './pass-json.js'
import { createPass, deletePass, getMethod, getPass, listMethods, listPasses } from './pass-routes.js'
import {
  getConfiguration,
  getParent,
  listConfigurations,
  resetConfiguration,
  updateConfiguration,
  updateParent,
} from './policy-routes.js'

/** What is served where, by method. */
export type Endpoints = { readonly [Method in 'GET' | 'POST' | 'PATCH' | 'DELETE']?: Endpoint }

const policy: Endpoints = { GET: getParent, PATCH: updateParent }
const configuration: Endpoints = { GET: getConfiguration, PATCH: updateConfiguration, DELETE: resetConfiguration }

const table: readonly (readonly [path: string, Endpoints])[] = [
  ...['users/{user}', 'me'].flatMap((person): readonly (readonly [string, Endpoints])[] => [
    [`${person}/authentication/temporaryAccessPassMethods`, { GET: listPasses, POST: createPass }],
    [`${person}/authentication/temporaryAccessPassMethods/{passId}`, { GET: getPass, DELETE: deletePass }],
    [`${person}/authentication/methods`, { GET: listMethods }],
    [`${person}/authentication/methods/{passId}`, { GET: getMethod }],
  ]),
  ['policies/authenticationMethodsPolicy', policy],
  ['policies/authenticationMethodsPolicy/authenticationMethodConfigurations', { GET: listConfigurations }],
  ['policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass', configuration],
  ['authenticationMethodsPolicy', policy],
  ['authenticationMethodConfigurations', { GET: listConfigurations }],
  ['authenticationMethodConfigurations/temporaryAccessPass', configuration],
]

const routes = table.map(([path, endpoints]) => ({ segments: path.toLowerCase().split('/'), endpoints }))

/** Where a path leads. */
export interface Match {
  readonly version: GraphVersion
  readonly endpoints: Endpoints
  readonly named: GraphCall['named']
}

/**
 * Finds what is served under a path, without the base it is mounted at. Case does not matter, a slash at the end neither,
 * and a key may stand in a segment of its own or in OData's parentheses.
 */
export function findRoute(path: string): Match | undefined {
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

/** For the `Allow` header. */
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

/** Split before it is decoded, so that a slash within a name stays there. `undefined`: not percent-encoded UTF-8. */
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
