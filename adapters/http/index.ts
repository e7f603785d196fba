/**
 * The endpoint behind a sign-in form, as a function of web-standard requests, and the HTTP answer to every error.
 *
 * @module
 */
export { errorResponse } from './error-response.js'
export type { SignInHandlerOptions } from './sign-in-handler.js'
export { createSignInHandler } from './sign-in-handler.js'
