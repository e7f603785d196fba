import type { CallContext, SignInInput, SignInResult, SignInSuccess, Tap } from '../../src/index.js'
import { credentialFields, readCredentials } from './credentials.js'
import { errorResponse } from './error-response.js'
import { guarded, problemResponse } from './problem.js'
import { bodyFormat } from './read-body.js'
import { isOwnPage, resolveOrigins } from './same-origin.js'

/** What a host adds to the sign-in endpoint. What these functions throw, the handler's promise rejects with. */
export interface SignInHandlerOptions {
  /**
   * Begin your session here, and answer: a redirect, a cookie, a page. The code has been accepted by now. Your answer is
   * sent on with `Cache-Control: no-store`, `Referrer-Policy: no-referrer` and `X-Content-Type-Options: nosniff`.
   *
   * `success.grant` is a secret, like the code: keep it in your session on the server, and never put it in a URL or a log.
   *
   * @defaultValue 200 with `{ ok: true, signIn, grant }` as JSON, and no session. The grant is for the script that asked
   * and acts on it; a form without scripts needs an answer of yours, or the browser shows the grant as a page.
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
  /** Where the attempt came from, such as the client's address: see {@link SignInInput.source}. */
  readonly source?: ((request: Request) => string | undefined) | undefined
  /** What the event should say of the call: address, user agent, correlation id. */
  readonly context?: ((request: Request) => CallContext | undefined) | undefined
  /**
   * Other origins whose pages may post here, such as `https://app.example`. This lets their requests in; what their
   * scripts may read is your CORS middleware's business.
   *
   * @defaultValue none: pages of the handler's own origin only
   */
  readonly origins?: readonly string[] | undefined
  /** Told what `signIn` threw, before the answer that hides it: log it, with its `cause`. */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined
}

/**
 * The endpoint behind a sign-in form: `POST { user, code, attemptId? }`, as JSON or as a form, to a verdict.
 *
 * Answers 401 `{ ok: false, message, correlationId }`, the same for every cause, when the sign-in is refused; what
 * `onSignIn` answers when it succeeds; `application/problem+json` for everything else, see {@link errorResponse}. No answer
 * repeats anything that was sent. Refused before the code is looked at: other methods (405), one of the fields in
 * the URL (400), other media types, charsets and compressed bodies (415), pages of other origins (403), more than 4 KiB (413), and
 * bodies that are not strict UTF-8 or that two readers could read differently (400).
 *
 * `attemptId` is a hidden field that your page draws anew each time it is shown, so that a double click does not cost a
 * one-time pass: see {@link SignInInput.attemptId}.
 *
 * It is a function of a web-standard `Request`, for Hono, Bun, Deno, Workers; `temporary-access-pass/express` mounts it in
 * Express. TLS and a limiter by source belong in front of it.
 *
 * @throws `TypeError` when an entry of `origins` is not an origin.
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
  const origins = resolveOrigins(options.origins)
  return async (request) => {
    const refusal = refuseMethod(request) ?? refuseQuery(request)
    if (refusal !== undefined) return refusal
    const format = bodyFormat(request)
    if (format === undefined) return problemResponse({ status: 415, detail: 'Send JSON or a form, in UTF-8.' })
    if (!isOwnPage(request, { origins, isForm: format === 'form' })) {
      return problemResponse({ status: 403, detail: 'This did not come from a page that may sign in here.' })
    }
    const credentials = await readCredentials(request, format)
    if (credentials instanceof Response) return credentials
    const input = {
      ...credentials,
      source: options.source?.(request),
      clientBinding: await options.clientBinding?.(request),
      context: options.context?.(request),
    }
    return answer(tap, input, request, options)
  }
}

async function answer(
  tap: Pick<Tap, 'signIn'>,
  input: SignInInput,
  request: Request,
  { onSignIn = plainAnswer, onError }: SignInHandlerOptions,
): Promise<Response> {
  let result: SignInResult
  try {
    result = await tap.signIn(input)
  } catch (error) {
    onError?.(error, request)
    return errorResponse(error)
  }
  if (result.ok) return guarded(await onSignIn(result, request))
  const { message, correlationId } = result
  // RFC 9110 wants a challenge beside a 401. Browsers ask nobody for a scheme they do not know.
  const headers = { 'www-authenticate': 'TemporaryAccessPass' }
  return guarded(Response.json({ ok: false, message, correlationId }, { status: 401, headers }))
}

/** No pages but those let in by the origin rule can read it, and no cache keeps it. */
function plainAnswer({ signIn, grant }: SignInSuccess): Response {
  return Response.json({ ok: true, signIn, grant })
}

function refuseMethod({ method }: Request): Response | undefined {
  if (method === 'POST') return undefined
  const headers = { allow: 'POST, OPTIONS' }
  if (method === 'OPTIONS') return guarded(new Response(null, { status: 204, headers }))
  return problemResponse({ status: 405, detail: 'A sign-in is posted.', headers })
}

/** A URL ends up in logs, histories and referrers. */
function refuseQuery(request: Request): Response | undefined {
  const names = [...new URL(request.url).searchParams.keys()].map((name) => name.toLowerCase())
  if (!credentialFields.some((field) => names.includes(field.toLowerCase()))) return undefined
  return problemResponse({ status: 400, detail: 'What signs somebody in belongs in the body, never in the URL.' })
}
