/**
 * The HTTP endpoint behind a sign-in form, as a function from a web-standard `Request` to a `Response`, and the HTTP
 * response to every error of this package.
 *
 * @module
 */
export { errorResponse } from './error-response.js'
export type { SignInHandlerOptions } from './sign-in-handler.js'
export { createSignInHandler } from './sign-in-handler.js'
