import type { GraphHandlerOptions, GraphPrincipal } from '../../../adapters/graph/index.js'
import { createGraphHandler } from '../../../adapters/graph/index.js'
import type { DirectoryUser } from '../../../src/ports/directory.js'
import type { World, WorldOptions } from '../../support/world.js'
import { createWorld } from '../../support/world.js'

/** A world with a Graph handler. */
export interface GraphWorld extends World {
  /** The principal of the next call. */
  principal: GraphPrincipal | undefined
  call(method: string, path: string, sent?: Sent): Promise<Called>
}

/** The body and the headers of a call. An object is sent as JSON. */
export interface Sent {
  readonly body?: object | string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export interface Called {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert the shape of the body.
  readonly body: any
}

export const origin = 'https://idp.example'
export const passesOf = (user: string): string => `/v1.0/users/${user}/authentication/temporaryAccessPassMethods`
export const myPasses = '/v1.0/me/authentication/temporaryAccessPassMethods'
export const policyPath =
  '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass'
export const configurationType = '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration'

export const graphUsers: readonly DirectoryUser[] = [
  { id: 'ada', isEnabled: true, userPrincipalName: 'ada@example.com' },
  { id: 'grace', isEnabled: true, userPrincipalName: 'grace@example.com', roles: ['Authentication Administrator'] },
  { id: 'gwen', isEnabled: true, userPrincipalName: 'gwen@example.com', roles: ['Global Administrator'] },
  { id: 'eve', isEnabled: true, userPrincipalName: 'eve@elsewhere.example', type: 'externalGuest' },
]

/** An application that may do everything Graph offers. */
export const application: GraphPrincipal = {
  appId: 'hr',
  scopes: ['UserAuthMethod-TAP.ReadWrite.All', 'Policy.ReadWrite.AuthenticationMethod'],
}

export function createGraphWorld(
  options: WorldOptions = {},
  handlerOptions: Partial<GraphHandlerOptions> = {},
): GraphWorld {
  const world = createWorld({ users: graphUsers, ...options })
  const handler = createGraphHandler(world.tap, { authenticate: () => graph.principal, ...handlerOptions })
  const graph: GraphWorld = {
    ...world,
    principal: application,
    async call(method, path, { body, headers } = {}) {
      const isJson = typeof body === 'object'
      const response = await handler(
        new Request(`${origin}${path}`, {
          method,
          headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
          ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
        }),
      )
      const text = await response.text()
      const type = response.headers.get('content-type') ?? ''
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: type.startsWith('application/json') && text !== '' ? JSON.parse(text) : undefined,
      }
    },
  }
  return graph
}
