import type { Tap } from 'temporary-access-pass'
import type { Provers, Requests, ReviewNotifier } from 'temporary-access-pass/requests'
import { createRequests } from 'temporary-access-pass/requests'

/** Requests of people who have no way to sign in. */
export function openRequests(tap: Tap, provers: Provers, notifyReviewer: ReviewNotifier): Requests {
  return createRequests(tap, {
    // Who checks faces and documents: simulated here, see provers.ts.
    provers,

    // Tells reviewers at once that somebody waits. Whom it could not reach, `requests.maintain` tries again: see server.ts.
    notifyReviewer,

    // A day to prove, a day to review, a call of 15 seconds, a pass of 30 minutes, 30 days without a reviewer.
    rules: {},
  })
}
