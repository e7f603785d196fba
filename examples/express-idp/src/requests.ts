import type { Tap } from 'temporary-access-pass'
import type { Provers, Requests, ReviewNotifier } from 'temporary-access-pass/requests'
import { createRequests } from 'temporary-access-pass/requests'

/** Creates the self-service requests, for people who cannot sign in. */
export function openRequests(tap: Tap, provers: Provers, notifyReviewer: ReviewNotifier): Requests {
  return createRequests(tap, {
    // Checks faces and documents. Simulated here: see provers.ts.
    provers,

    // Notifies reviewers at once. `requests.maintain` retries failed notifications: see server.ts.
    notifyReviewer,

    // The defaults: a day for the identity checks, a day for the review, a call of at least 15 seconds, a pass of 30 minutes,
    // and 30 days in which an earlier check is enough.
    rules: {},
  })
}
