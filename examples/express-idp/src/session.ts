import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Clock, SignInSuccess } from 'temporary-access-pass'
import type { User } from './directory.js'
import type { Parts } from './parts.js'

/** The signed-in user of a session. Times are in milliseconds since the Unix epoch. */
export interface SignedIn {
  readonly userId: string
  readonly method: 'pass' | 'passkey'
  readonly at: number
  /** The assurance level of the sign-in: `aal1` for a pass, `aal2` for a passkey with user verification. */
  readonly acr: string
  readonly notAfter: number
  /** The time until which pages offer to change passkeys. The library decides whether a change is allowed. */
  readonly mayRegisterUntil: number
  readonly passkeyId?: string | undefined
  readonly pass?: PassSession | undefined
}

/** The result of a sign-in by pass. It stays on the server. */
export interface PassSession {
  readonly id: string
  readonly isUsableOnce: boolean
  /** Allows this session to register a passkey. */
  readonly grant: string
  /** The attempt id of the sign-in form, to recognise a repeated submit. */
  readonly attemptId: string | undefined
  /** Whether other pages are closed until a passkey is registered. */
  readonly mustRegister: boolean
  readonly isSecondCredentialRecommended: boolean
}

declare module 'express-session' {
  interface SessionData {
    csrfToken: string
    /** Binds a grant to this browser. */
    clientBinding: string
    signedIn: SignedIn
    /** The open passkey challenges: see `challenges.ts`. */
    challenges: readonly string[]
    /** One sentence for the next page. */
    notice: string
    /** The page to return to after signing in again, with what the user had typed. */
    returnTo: { readonly path: string; readonly typed: Readonly<Record<string, unknown>> }
  }
}

const passkeySessionMs = 12 * 3_600_000

/** Creates the session of a sign-in by pass. It ends with the pass. The library sets the time to set up a passkey. */
export function signedInByPass({ signIn, grant }: SignInSuccess, attemptId: string | undefined): SignedIn {
  const notAfter = signIn.notAfter.getTime()
  return {
    userId: signIn.userId,
    method: 'pass',
    at: signIn.authenticatedAt.getTime(),
    acr: signIn.acr,
    notAfter,
    mayRegisterUntil: signIn.registrationDeadline?.getTime() ?? notAfter,
    pass: {
      id: signIn.passId,
      isUsableOnce: signIn.isUsableOnce,
      grant,
      attemptId,
      mustRegister: signIn.requiredActions.includes('interruptRegistration'),
      isSecondCredentialRecommended: signIn.isSecondCredentialRecommended,
    },
  }
}

/** Creates the session of a sign-in by passkey. */
export function signedInByPasskey(userId: string, passkeyId: string, clock: Clock): SignedIn {
  const at = clock()
  const notAfter = at + passkeySessionMs
  return { userId, method: 'passkey', at, acr: 'aal2', notAfter, mayRegisterUntil: notAfter, passkeyId }
}

/** Returns a secret of this browser session. The library refuses a grant that another browser presents. */
export function clientBinding(request: Request): string {
  request.session.clientBinding ??= randomBytes(24).toString('base64url')
  return request.session.clientBinding
}

/**
 * Begins a session under a new id, so that an attacker cannot plant a session id before the sign-in. The anonymous session
 * stays until it expires, because a repeated submit of the form can still arrive with it.
 */
export async function beginSession(request: Request, signedIn: SignedIn): Promise<void> {
  const binding = clientBinding(request)
  if (request.session.signedIn === undefined) (request.sessionStore as GeneratingStore).generate(request)
  else await renewSession(request)
  request.session.clientBinding = binding
  request.session.signedIn = signedIn
}

/** express-session adds this to every store. */
type GeneratingStore = Request['sessionStore'] & { generate(request: Request): void }

/** Ends the session and begins an anonymous one. */
export async function renewSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error == null ? resolve() : reject(error)))
  })
}

export async function endSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.destroy((error: unknown) => (error == null ? resolve() : reject(error)))
  })
}

/** The signed-in user with their current directory entry. */
export interface Visitor {
  readonly user: User
  readonly signedIn: SignedIn
}

export function visitorOf(response: Response): Visitor {
  const visitor = visitorIfAny(response)
  if (visitor === undefined) throw new Error('This route is mounted before requireVisitor')
  return visitor
}

export function visitorIfAny(response: Response): Visitor | undefined {
  return response.locals['visitor'] as Visitor | undefined
}

/** Requires an active session of an enabled user. Redirects all others to the sign-in page, which shows the reason. */
export function requireVisitor({ users, clock }: Parts): RequestHandler {
  return async (request, response, next) => {
    const { signedIn } = request.session
    if (signedIn === undefined) return response.redirect(303, '/sign-in')
    const user = users.byId(signedIn.userId)
    const reason = clock() >= signedIn.notAfter ? 'ended' : user?.isEnabled !== true ? 'disabled' : undefined
    if (reason !== undefined || user === undefined) {
      await endSession(request)
      return response.redirect(303, `/sign-in?left=${reason ?? 'disabled'}`)
    }
    response.locals['visitor'] = { user, signedIn } satisfies Visitor
    next()
  }
}

/** Redirects to the passkey setup if the policy requires a passkey first. Mount it after the passkey pages. */
export const requirePasskey: RequestHandler = (_request, response, next) => {
  if (visitorOf(response).signedIn.pass?.mustRegister === true) return response.redirect(303, '/security-info')
  next()
}
