import type { Request, RequestHandler, Response } from 'express'
import type { Clock, SignIn } from 'temporary-access-pass'
import type { Person } from './directory.js'
import type { Parts } from './parts.js'

/** Who is signed in, how, and until when. Times are in milliseconds since the Unix epoch. */
export interface SignedIn {
  readonly userId: string
  readonly method: 'pass' | 'passkey'
  readonly notAfter: number
  /** Until then passkeys may be registered and removed. */
  readonly mayRegisterUntil: number
  readonly passId?: string | undefined
}

declare module 'express-session' {
  interface SessionData {
    csrfToken: string
    signedIn: SignedIn
    /** What passkeys have been asked to sign: see `challenges.ts`. */
    challenges: readonly string[]
    /** One sentence for the next page. */
    notice: string
  }
}

const passkeySessionMs = 12 * 3_600_000

/** A session that began with a pass: over when the pass is over, and open to a passkey as long as the library says. */
export function signedInByPass(signIn: SignIn): SignedIn {
  const notAfter = signIn.notAfter.getTime()
  const mayRegisterUntil = signIn.registrationDeadline?.getTime() ?? notAfter
  return { userId: signIn.userId, method: 'pass', notAfter, mayRegisterUntil, passId: signIn.passId }
}

/** A session that began with a passkey. */
export function signedInByPasskey(userId: string, clock: Clock): SignedIn {
  const notAfter = clock() + passkeySessionMs
  return { userId, method: 'passkey', notAfter, mayRegisterUntil: notAfter }
}

/** Begins a session under a new id, so that one planted before the sign-in is worth nothing after it. */
export async function beginSession(request: Request, signedIn: SignedIn): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error == null ? resolve() : reject(error)))
  })
  request.session.signedIn = signedIn
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
