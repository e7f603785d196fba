import type { Request } from 'express'

/** Two windows and the list in the name field may each be waiting for a passkey. */
const mostWaiting = 5

/** Keeps what a passkey is asked to sign. */
export function expectChallenge(request: Request, challenge: string): void {
  request.session.challenges = [...(request.session.challenges ?? []), challenge].slice(-mostWaiting)
}

/** Was this session asked to sign that? Each challenge is good for one answer, right or wrong. */
export function takesChallenge(request: Request): (challenge: string) => boolean {
  return (challenge) => {
    const waiting = request.session.challenges ?? []
    request.session.challenges = waiting.filter((other) => other !== challenge)
    return waiting.includes(challenge)
  }
}
