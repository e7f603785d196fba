export { errorResponse } from './error-response.js'
export type { SignInHandlerOptions } from './sign-in-handler.js'
export { createSignInHandler } from './sign-in-handler.js'
