import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Clock, SignInSuccess } from 'temporary-access-pass'
import type { Person } from './directory.js'
import type { Parts } from './parts.js'

/** Who is signed in, how, since when and until when. Times are in milliseconds since the Unix epoch. */
export interface SignedIn {
  readonly userId: string
  readonly method: 'pass' | 'passkey'
  readonly at: number
  /** Assurance of the sign-in: `aal1` for a pass, `aal2` for a passkey, which is a device and a finger, face or PIN. */
  readonly acr: string
  readonly notAfter: number
  /** Until then it is worth offering to register or remove a passkey; whether it is allowed, the library says. */
  readonly mayRegisterUntil: number
  readonly passkeyId?: string | undefined
  readonly pass?: PassSession | undefined
}

/** What a sign-in by pass left behind. It never goes to the browser. */
export interface PassSession {
  readonly id: string
  readonly isUsableOnce: boolean
  /** What lets this session register a passkey. */
  readonly grant: string
  /** Of the form that began it, so that a second press of its button is known. */
  readonly attemptId: string | undefined
  /** Nothing else until a passkey is registered. */
  readonly mustRegister: boolean
  readonly isSecondCredentialRecommended: boolean
}

declare module 'express-session' {
  interface SessionData {
    csrfToken: string
    /** What ties a grant to this browser. */
    clientBinding: string
    signedIn: SignedIn
    /** What passkeys have been asked to sign: see `challenges.ts`. */
    challenges: readonly string[]
    /** One sentence for the next page. */
    notice: string
    /** Where a visitor was who has to sign in again first, and what they had typed. */
    comeBack: { readonly path: string; readonly typed: Readonly<Record<string, unknown>> }
  }
}

const passkeySessionMs = 12 * 3_600_000

/** A session that began with a pass: over when the pass is over, and open to a passkey as long as the library says. */
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

/** A session that began with a passkey. */
export function signedInByPasskey(userId: string, passkeyId: string, clock: Clock): SignedIn {
  const at = clock()
  const notAfter = at + passkeySessionMs
  return { userId, method: 'passkey', at, acr: 'aal2', notAfter, mayRegisterUntil: notAfter, passkeyId }
}

/** A value of this browser's own, kept on the server: a grant shown from elsewhere is refused. */
export function clientBinding(request: Request): string {
  request.session.clientBinding ??= randomBytes(24).toString('base64url')
  return request.session.clientBinding
}

/**
 * Begins a session under a new id, so that one planted before the sign-in is worth nothing after it. What was nobody's
 * session is left to run out: a second press of the same button may be on its way with it.
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

/** Ends the session and begins one that is nobody's. */
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

/** The person in front of the browser, as the directory knows them now. */
export interface Visitor {
  readonly person: Person
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

/** Lets through whoever is signed in, in time and still enabled; everybody else is sent to sign in, and told why. */
export function requireVisitor({ people, clock }: Parts): RequestHandler {
  return async (request, response, next) => {
    const { signedIn } = request.session
    if (signedIn === undefined) return response.redirect(303, '/sign-in')
    const person = people.byId(signedIn.userId)
    const left = clock() >= signedIn.notAfter ? 'ended' : person?.isEnabled !== true ? 'disabled' : undefined
    if (left !== undefined || person === undefined) {
      await endSession(request)
      return response.redirect(303, `/sign-in?left=${left ?? 'disabled'}`)
    }
    response.locals['visitor'] = { person, signedIn } satisfies Visitor
    next()
  }
}

/** Whom the policy leads to a passkey gets to nothing else before. Mounted after the pages about passkeys. */
export const leadToPasskey: RequestHandler = (_request, response, next) => {
  if (visitorOf(response).signedIn.pass?.mustRegister === true) return response.redirect(303, '/security-info')
  next()
}
