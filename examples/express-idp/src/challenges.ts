import type { Request } from 'express'

/** Two windows and the list in the name field can each have a challenge at the same time. */
const maxChallenges = 5

/** Stores a challenge in the session. */
export function storeChallenge(request: Request, challenge: string): void {
  request.session.challenges = [...(request.session.challenges ?? []), challenge].slice(-maxChallenges)
}

/** Returns whether a challenge belongs to this session, and removes it: each challenge can be used once. */
export function challengeConsumer(request: Request): (challenge: string) => boolean {
  return (challenge) => {
    const stored = request.session.challenges ?? []
    request.session.challenges = stored.filter((other) => other !== challenge)
    return stored.includes(challenge)
  }
}
