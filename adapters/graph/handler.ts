import type { CallContext, Tap } from '../../src/index.js'
import { isOwnPage, resolveOrigins } from '../http/same-origin.js'
import type { Answer, Trace } from './answer.js'
import { respond, respondError, traceOf } from './answer.js'
import type { GraphCall, IssuingReasons } from './call.js'
import type { GraphError } from './errors.js'
import { graphErrorOf, methodNotAllowed, notFromHere, notServed, unauthenticated } from './errors.js'
import { readQuery } from './odata.js'
import type { GraphPrincipal } from './principal.js'
import type { Match } from './routes.js'
import { findRoute, methodsOf } from './routes.js'
import { drawStamp } from './system.js'

/** What the API is built from. What these functions throw, the handler's promise rejects with. */
export interface GraphHandlerOptions {
  readonly tap: Tap
  /**
   * Who calls, from the token or session that you verify here. `undefined`: nobody you know, which is a 401. A person's
   * roles are looked up in the directory, never taken from here.
   */
  readonly authenticate: (request: Request) => GraphPrincipal | undefined | Promise<GraphPrincipal | undefined>
  /**
   * Where it is mounted: `/graph` serves `/graph/v1.0/…` and `/graph/beta/…`.
   *
   * @defaultValue `'/'`
   */
  readonly basePath?: string | undefined
  /**
   * Why a pass is issued, for policies that require a justification or a ticket: Graph's own body has no place for them.
   * Take them from a header, say.
   */
  readonly reasons?: ((request: Request) => IssuingReasons) | undefined
  /** What events should say of a call: address, user agent. The correlation id is the answer's `request-id` unless given. */
  readonly context?: ((request: Request) => CallContext | undefined) | undefined
  /**
   * Other origins whose pages may change something with cookies, such as `https://admin.example`. Calls with a bearer
   * token need not be listed.
   *
   * @defaultValue none: pages of the handler's own origin only
   */
  readonly origins?: readonly string[] | undefined
  /** Told what was answered with 500 or 503, before the answer that hides it: log it, with its `cause`. */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined
}

/**
 * The Temporary Access Pass part of Microsoft Graph, for the clients and scripts that speak it: passes of `/users/{id}` and
 * `/me`, their listing among `/authentication/methods`, and the policy, under `/v1.0` and `/beta`.
 *
 * Answers are Graph's: its shapes, status codes and, where they are on record, its sentences. A refusal says more in
 * `innerError.details`: which rule, and what to change. A start without a time zone is read as UTC. `DELETE` of the policy
 * puts back what Graph shows of it to Entra's defaults, and leaves what only {@link Tap.policy} knows; where the alphabet
 * there makes 8 symbols too easy to guess, codes become as long as it needs.
 *
 * | Refused with | When |
 * |---|---|
 * | 400 `badRequest` | the body, a property, or the policy's own objection |
 * | 401 `InvalidAuthenticationToken` | `authenticate` knows nobody; or the policy asks for a fresher sign-in (RFC 9470) |
 * | 403 `accessDenied` | scope or role is missing; the policy wants a second person; another site's page, with cookies |
 * | 404 | no such path, user or pass |
 * | 405 | not offered there: `Allow` says what is |
 * | 409, 413, 415 | another change came between; too large; not JSON |
 * | 429, 503 with `Retry-After` | too many passes in the last hour; too busy, or a port failed |
 *
 * It is a function of a web-standard `Request`, for Hono, Bun, Deno, Workers; `temporary-access-pass/express` mounts it in
 * Express. TLS belongs in front of it: a new pass's code is in the answer.
 *
 * @throws `TypeError` for an entry of `origins` that is no origin, or a `basePath` that does not begin with a slash.
 *
 * @example
 * ```ts
 * const graph = createGraphHandler({
 *   tap,
 *   basePath: '/graph',
 *   async authenticate(request) {
 *     const token = await verify(request.headers.get('authorization'))
 *     return token && { user: token.oid, scopes: token.scp.split(' ') }
 *   },
 * })
 * ```
 */
export function createGraphHandler(options: GraphHandlerOptions): (request: Request) => Promise<Response> {
  const origins = resolveOrigins(options.origins)
  const basePath = resolveBasePath(options.basePath)
  return async (request) => {
    const trace = traceOf(request, drawStamp())
    const url = new URL(request.url)
    const isHead = request.method === 'HEAD'
    const route = url.pathname.startsWith(`${basePath}/`) ? findRoute(url.pathname.slice(basePath.length)) : undefined
    if (request.method === 'OPTIONS' && route) {
      return respond({ status: 204, headers: { allow: methodsOf(route.endpoints) } }, trace, isHead)
    }
    if (!isTrusted(request, origins)) return respondError(notFromHere, trace, isHead)
    const principal = await options.authenticate(request)
    if (principal === undefined) return respondError(unauthenticated(request), trace, isHead)
    if (route === undefined) return respondError(notServed, trace, isHead)
    const outcome = await serve({ request, url, basePath, route, principal, trace }, options)
    return 'code' in outcome ? respondError(outcome, trace, isHead) : respond(outcome, trace, isHead)
  }
}

interface Served {
  readonly request: Request
  readonly url: URL
  readonly basePath: string
  readonly route: Match
  readonly principal: GraphPrincipal
  readonly trace: Trace
}

async function serve(served: Served, options: GraphHandlerOptions): Promise<Answer | GraphError> {
  const { request, url, basePath, route, principal, trace } = served
  const { endpoints, version, named } = route
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const endpoint = isOffered(endpoints, method) ? endpoints[method] : undefined
  if (endpoint === undefined) return methodNotAllowed(methodsOf(endpoints))
  const call: GraphCall = {
    request,
    tap: principal.tenantId === undefined ? options.tap : options.tap.forTenant(principal.tenantId),
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

function isOffered(endpoints: Match['endpoints'], method: string): method is keyof Match['endpoints'] {
  return Object.hasOwn(endpoints, method)
}

/** No page can have a browser send a token that it does not know; a cookie, every page can. Reading changes nothing. */
function isTrusted(request: Request, origins: readonly string[]): boolean {
  if (/^(?:GET|HEAD|OPTIONS)$/.test(request.method)) return true
  if (/^(?:Bearer|DPoP) /i.test(request.headers.get('authorization') ?? '')) return true
  return isOwnPage(request, { origins, isForm: false })
}

function resolveBasePath(basePath: string = '/'): string {
  if (!/^\/[^?#]*$/.test(basePath)) throw new TypeError(`"basePath" must begin with a slash: "${basePath}"`)
  return basePath.replace(/\/+$/, '')
}
