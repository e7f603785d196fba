import type { CallContext, SignInInput, SignInResult, SignInSuccess, Tap } from '../../src/index.js'
import { checkOptions, checkTap } from './check-options.js'
import { credentialFields, readCredentials } from './credentials.js'
import { errorResponse } from './error-response.js'
import { guarded, problemResponse } from './problem.js'
import { bodyFormat } from './read-body.js'
import { isOwnPage, resolveOrigins } from './same-origin.js'

/**
 * The options of {@link createSignInHandler}. If one of these functions throws, the promise of the handler rejects with
 * the same error.
 */
export interface SignInHandlerOptions {
  /**
   * Starts your session and returns your response: a redirect, a cookie, a page. It runs after the code was accepted. The
   * handler adds `Cache-Control: no-store`, `Referrer-Policy: no-referrer` and `X-Content-Type-Options: nosniff`.
   *
   * `success.grant` is a secret, like the code. Keep it in the session on your server, never in a URL or a log.
   *
   * Default: status 200 with `{ ok: true, signIn, grant }` as JSON, without a session. This is for a page whose script
   * reads the response. For a form without a script, set `onSignIn`: otherwise the browser shows the grant as a page.
   */
  readonly onSignIn?: ((success: SignInSuccess, request: Request) => Response | Promise<Response>) | undefined
  /**
   * Returns the {@link SignInInput.clientBinding} of a request: a random value from a cookie of its own, not the session
   * id, which you renew at sign-in. The handler sets no cookie: set it where you show the form. When this returns
   * `undefined`, the grant is bound to no client.
   *
   * Default: the grant is bound to no client.
   */
  readonly clientBinding?: ((request: Request) => string | undefined | Promise<string | undefined>) | undefined
  /**
   * Returns where the attempt comes from, such as the client's address: see {@link SignInInput.source}.
   *
   * Default: the attempts are grouped by the `user` that was typed.
   */
  readonly source?: ((request: Request) => string | undefined) | undefined
  /**
   * Returns what the event records about the request: address, user agent, correlation id.
   *
   * Default: a new correlation id, and nothing else.
   */
  readonly context?: ((request: Request) => CallContext | undefined) | undefined
  /**
   * Other origins whose pages may post here, such as `https://app.example`. Your CORS middleware decides whether their
   * scripts can read the response.
   *
   * Default: `[]`. Only pages of the handler's own origin may post.
   */
  readonly origins?: readonly string[] | undefined
  /**
   * Receives the error that `signIn` threw, before the handler returns a response without it. Log the error and its
   * `cause`.
   *
   * Default: the error is dropped.
   */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined
}

const caller = 'createSignInHandler'

/**
 * Creates the endpoint behind a sign-in form. It takes `POST { user, code, attemptId? }`, as JSON or as a form, and signs
 * the user in.
 *
 * | Status | When |
 * |---|---|
 * | the response of `onSignIn` | The code is right and the pass can be used. |
 * | 401 `{ ok: false, message, messageId, messageParameters, correlationId }` | The sign-in is refused. The response is the same for every cause. |
 * | 400 | The URL has one of the fields, or the body is not valid. |
 * | 403 | A page of another origin sent the request. |
 * | 405 | The method is not `POST` or `OPTIONS`. |
 * | 413 | The body has more than 4,096 bytes. |
 * | 415 | The content type, charset or content encoding is not supported. |
 * | 500, 503 | `signIn` threw an error: see {@link errorResponse}. |
 *
 * No response repeats anything that the client sent.
 *
 * `attemptId` is a hidden field of 16 to 128 characters that your page generates each time it is shown. With it, a double
 * click does not use up a one-time pass: see {@link SignInInput.attemptId}.
 *
 * Hono, Bun, Deno and Workers call the handler directly; `temporary-access-pass/express` mounts it in Express. Put TLS and
 * a rate limit per source in front of it.
 *
 * @param tap - A tap, or any object with its method `signIn`.
 * @param options - See {@link SignInHandlerOptions}.
 * @returns A function from a web-standard request to its response.
 * @throws `TypeError` when `tap` has no method `signIn`, an option is unknown or of the wrong type, or an entry of
 * `origins` is not an origin.
 *
 * @example
 * ```ts
 * const signIn = createSignInHandler(tap, {
 *   onSignIn: ({ signIn, grant }) => {
 *     const cookie = sessions.begin(signIn.userId, { endsAt: signIn.notAfter, grant })
 *     return new Response(null, { status: 303, headers: { location: '/passkeys/new', 'set-cookie': cookie } })
 *   },
 * })
 * ```
 */
export function createSignInHandler(
  tap: Pick<Tap, 'signIn'>,
  options: SignInHandlerOptions = {},
): (request: Request) => Promise<Response> {
  checkTap(tap, caller, ['signIn'])
  const own = checkOptions(options, {
    caller,
    functions: ['onSignIn', 'clientBinding', 'source', 'context', 'onError'],
    others: ['origins'],
  })
  const origins = resolveOrigins(caller, own.origins)
  return async (request) => {
    const refusal = refuseMethod(request) ?? refuseQuery(request)
    if (refusal !== undefined) return refusal
    const format = bodyFormat(request)
    if (format === undefined) return problemResponse({ status: 415, detail: unsupportedType })
    if (!isOwnPage(request, { origins, isForm: format === 'form' })) return refuseOrigin(request)
    const credentials = await readCredentials(request, format)
    if (credentials instanceof Response) return credentials
    const input = {
      ...credentials,
      source: own.source?.(request),
      clientBinding: await own.clientBinding?.(request),
      context: own.context?.(request),
    }
    return signInAndRespond(tap, input, request, own)
  }
}

async function signInAndRespond(
  tap: Pick<Tap, 'signIn'>,
  input: SignInInput,
  request: Request,
  { onSignIn = defaultResponse, onError }: SignInHandlerOptions,
): Promise<Response> {
  let result: SignInResult
  try {
    result = await tap.signIn(input)
  } catch (error) {
    onError?.(error, request)
    return errorResponse(error)
  }
  if (result.ok) return guarded(await onSignIn(result, request))
  const { message, messageId, messageParameters, correlationId } = result
  // RFC 9110 §15.5.2 requires a challenge. Browsers open no dialog for a scheme that they do not know.
  const headers = { 'www-authenticate': 'TemporaryAccessPass' }
  const refusal = { ok: false, message, messageId, messageParameters, correlationId }
  return guarded(Response.json(refusal, { status: 401, headers }))
}

function defaultResponse({ signIn, grant }: SignInSuccess): Response {
  return Response.json({ ok: true, signIn, grant })
}

const unsupportedType =
  'Unsupported content type. Send application/json or application/x-www-form-urlencoded in UTF-8, without compression.'

function refuseMethod({ method }: Request): Response | undefined {
  if (method === 'POST') return undefined
  const headers = { allow: 'POST, OPTIONS' }
  if (method === 'OPTIONS') return guarded(new Response(null, { status: 204, headers }))
  return problemResponse({ status: 405, detail: 'Method not allowed. Send the sign-in with POST.', headers })
}

/** URLs are stored in logs, histories and referrers. */
function refuseQuery(request: Request): Response | undefined {
  const names = [...new URL(request.url).searchParams.keys()].map((name) => name.toLowerCase())
  if (!credentialFields.some((field) => names.includes(field.toLowerCase()))) return undefined
  const detail = 'The URL must not contain user, code or attemptId. Send them in the body.'
  return problemResponse({ status: 400, detail })
}

function refuseOrigin({ headers }: Request): Response {
  const origin = headers.get('origin')
  if (origin === 'null') return problemResponse({ status: 403, detail: hiddenOrigin })
  const hasOrigin = origin !== null || headers.has('sec-fetch-site')
  return problemResponse({ status: 403, detail: hasOrigin ? foreignOrigin : missingOrigin })
}

const foreignOrigin =
  "Cross-origin post refused. Add the page's origin to `origins`. If the page has the origin of this URL, let your proxy pass on the scheme and the host that the browser used."
const hiddenOrigin =
  'Post of a page that hides its origin refused. Serve the page with `Referrer-Policy: same-origin`, outside a sandboxed frame.'
const missingOrigin =
  'Form post without the header `Origin` refused, because an old browser sends one from any site. Send `Origin` with the scheme and host of this URL, or send JSON.'
