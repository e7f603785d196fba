import type { CallContext, Tap } from '../../src/index.js'
import { checkOptions, checkTap, typeInWords } from '../http/check-options.js'
import { isOwnPage, resolveOrigins } from '../http/same-origin.js'
import type { Answer, Trace } from './answer.js'
import { respond, respondError, traceOf } from './answer.js'
import type { GraphCall, IssuingReasons } from './call.js'
import type { GraphError } from './errors.js'
import { crossOrigin, graphErrorOf, methodNotAllowed, pathNotFound, unauthenticated } from './errors.js'
import { readQuery } from './odata.js'
import type { GraphPrincipal } from './principal.js'
import type { MatchedRoute } from './routes.js'
import { findRoute, methodsOf } from './routes.js'
import { drawStamp } from './system.js'

/**
 * The options of {@link createGraphHandler}. If one of these functions throws, the promise of the handler rejects with the
 * same error.
 */
export interface GraphHandlerOptions {
  /**
   * Verifies the token or session of a request and returns the caller. `undefined` refuses the request with 401. Users have
   * no roles here: the handler looks them up in the directory.
   */
  readonly authenticate: (request: Request) => GraphPrincipal | undefined | Promise<GraphPrincipal | undefined>
  /**
   * The path before `/v1.0` and `/beta`. It starts with a slash: `/graph` serves `/graph/v1.0/…` and `/graph/beta/…`.
   *
   * Default: `'/'`.
   */
  readonly basePath?: string | undefined
  /**
   * Returns the reasons for a new pass, for a policy that requires a justification or a ticket. Graph's body has no
   * property for either, so read them from a header.
   *
   * Default: no reasons. Such a policy then refuses every new pass.
   */
  readonly reasons?: ((request: Request) => IssuingReasons) | undefined
  /**
   * Returns what events record about a request: address, user agent, correlation id.
   *
   * Default: the correlation id is the `request-id` of the response.
   */
  readonly context?: ((request: Request) => CallContext | undefined) | undefined
  /**
   * Other origins whose pages may change data with cookies, such as `https://admin.example`. A request with a bearer token
   * needs no entry.
   *
   * Default: `[]`. Only pages of the handler's own origin may do so.
   */
  readonly origins?: readonly string[] | undefined
  /**
   * Receives the error behind a response with status 500 or 503, which does not contain it. Log the error and its `cause`.
   *
   * Default: the error is dropped.
   */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined
}

const caller = 'createGraphHandler'

/**
 * Creates a handler for the Temporary Access Pass part of Microsoft Graph: the passes of `/users/{id}` and `/me`, the list
 * `/authentication/methods`, and the policy, under `/v1.0` and `/beta`.
 *
 * Responses have Graph's shapes, status codes and, where they are known, messages. `innerError.details` of a refusal says
 * which rule refused and what to change. A `startDateTime` without a time zone is UTC.
 *
 * `DELETE` of the policy sets the properties that Graph shows to Entra's defaults. Fields that only {@link Tap.policy} has
 * stay as they are. If a code of 8 symbols of the policy's alphabet is too easy to guess, `defaultLength` becomes the
 * shortest length that is not.
 *
 * | Status and `error.code` | When |
 * |---|---|
 * | 400 `badRequest` | The body or a property is not valid, or the policy refuses it. |
 * | 401 `InvalidAuthenticationToken` | `authenticate` returned `undefined`, or the policy requires a fresh sign-in (RFC 9470). |
 * | 403 `accessDenied` | A scope, role or approval is missing, or a page of another site sent cookies. |
 * | 404 | The path, the user or the pass does not exist. |
 * | 405 `methodNotAllowed` | The path does not support the method: see `Allow`. |
 * | 409, 413, 415 | A concurrent change; a body that is too large; a body that is not JSON. |
 * | 429, 503 with `Retry-After` | Too many passes in the last hour; the service is busy or a port failed. |
 * | 500 `internalServerError` | A stored document cannot be read, or the principal is not valid. |
 *
 * Hono, Bun, Deno and Workers call the handler directly; `temporary-access-pass/express` mounts it in Express. Put TLS in
 * front of it: the response to a new pass contains the code.
 *
 * @param tap - A tap, as `createTap` returns it.
 * @param options - See {@link GraphHandlerOptions}. `authenticate` is required.
 * @returns A function from a web-standard request to its response.
 * @throws `TypeError` when `tap` is not a tap, `authenticate` is missing, an option is unknown or of the wrong type, an
 * entry of `origins` is not an origin, or `basePath` does not start with a slash.
 *
 * @example
 * ```ts
 * const graph = createGraphHandler(tap, {
 *   basePath: '/graph',
 *   async authenticate(request) {
 *     const token = await verify(request.headers.get('authorization'))
 *     return token && { user: token.oid, scopes: token.scp.split(' ') }
 *   },
 * })
 * ```
 */
export function createGraphHandler(tap: Tap, options: GraphHandlerOptions): (request: Request) => Promise<Response> {
  checkTap(tap, caller, ['passes.create', 'policy.get', 'forTenant'])
  const functions = ['authenticate', 'reasons', 'context', 'onError']
  const own = checkOptions(options, { caller, functions, others: ['basePath', 'origins'] })
  if (own.authenticate === undefined) {
    throw new TypeError(`${caller}: \`authenticate\` is required: a function from a request to its principal.`)
  }
  const origins = resolveOrigins(caller, own.origins)
  const basePath = resolveBasePath(own.basePath)
  return async (request) => {
    const trace = traceOf(request, drawStamp())
    const url = new URL(request.url)
    const isHead = request.method === 'HEAD'
    const route = url.pathname.startsWith(`${basePath}/`) ? findRoute(url.pathname.slice(basePath.length)) : undefined
    if (request.method === 'OPTIONS' && route) {
      return respond({ status: 204, headers: { allow: methodsOf(route.endpoints) } }, trace, isHead)
    }
    if (!isTrusted(request, origins)) return respondError(crossOrigin, trace, isHead)
    const principal = await own.authenticate(request)
    if (principal === undefined) return respondError(unauthenticated(request), trace, isHead)
    if (route === undefined) return respondError(pathNotFound, trace, isHead)
    const outcome = await serve({ request, url, basePath, route, principal, trace }, tap, own)
    return 'code' in outcome ? respondError(outcome, trace, isHead) : respond(outcome, trace, isHead)
  }
}

interface RoutedRequest {
  readonly request: Request
  readonly url: URL
  readonly basePath: string
  readonly route: MatchedRoute
  readonly principal: GraphPrincipal
  readonly trace: Trace
}

async function serve(routed: RoutedRequest, tap: Tap, options: GraphHandlerOptions): Promise<Answer | GraphError> {
  const { request, url, basePath, route, principal, trace } = routed
  const { endpoints, version, named } = route
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const endpoint = isSupported(endpoints, method) ? endpoints[method] : undefined
  if (endpoint === undefined) return methodNotAllowed(methodsOf(endpoints))
  const call: GraphCall = {
    request,
    tap: principal.tenantId === undefined ? tap : tap.forTenant(principal.tenantId),
    principal,
    context: { correlationId: trace.requestId, ...options.context?.(request) },
    version,
    root: `${url.origin}${basePath}/${version}`,
    address: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    named,
    query: url.search === '' ? {} : readQuery(url.searchParams),
    reasons: method === 'POST' ? (options.reasons?.(request) ?? {}) : {},
  }
  try {
    return await endpoint(call)
  } catch (error) {
    const answer = graphErrorOf(error, named.user ?? principal.user)
    if (answer.status >= 500) options.onError?.(error, request)
    return answer
  }
}

function isSupported(endpoints: MatchedRoute['endpoints'], method: string): method is keyof MatchedRoute['endpoints'] {
  return Object.hasOwn(endpoints, method)
}

/** A page of another site can make the browser send a cookie, but not a token that the page does not know. */
function isTrusted(request: Request, origins: readonly string[]): boolean {
  if (/^(?:GET|HEAD|OPTIONS)$/.test(request.method)) return true
  if (/^(?:Bearer|DPoP) /i.test(request.headers.get('authorization') ?? '')) return true
  return isOwnPage(request, { origins, isForm: false })
}

function resolveBasePath(basePath: string = '/'): string {
  if (typeof basePath !== 'string' || !/^\/[^?#]*$/.test(basePath)) {
    const found = typeof basePath === 'string' ? `"${basePath}"` : typeInWords(basePath)
    throw new TypeError(`${caller}: \`basePath\` must be a path that starts with a slash, not ${found}.`)
  }
  return basePath.replace(/\/+$/, '')
}
