import type { Clock } from 'temporary-access-pass'
import type { ReviewNotice, ReviewNotifier } from 'temporary-access-pass/requests'
import { may } from './access.js'
import type { User, Users } from './directory.js'
import type { Outbox } from './outbox.js'
import { momentInWords } from './words.js'

/**
 * Notifies reviewers about a request, at every address they have. A message names the requester, because the reviewer has
 * to call them, and no detail of the identity checks.
 */
export function createReviewNotifier(outbox: Outbox, users: Users, origin: string, clock: Clock): ReviewNotifier {
  return async (notice) => {
    const user = users.byId(notice.userId)
    for (const reviewer of reviewersOf(notice, users, user)) {
      const name = user?.displayName ?? notice.userId
      outbox.put({
        id: `${notice.id} ${reviewer.id}`,
        at: new Date(clock()),
        userId: reviewer.id,
        to: reviewer.addresses.map(({ value }) => value),
        subject: `${name} is waiting for your call`,
        lines: [
          `A person who says they are ${name} cannot sign in and asked for a Temporary Access Pass.`,
          `Call them and decide by ${momentInWords(notice.dueAt)}. After that, they have to ask again.`,
        ],
        review: `${origin}/requests/${notice.requestId}`,
      })
    }
  }
}

/** Returns the named reviewer, or every administrator who may review the request. */
function reviewersOf({ reviewer }: ReviewNotice, users: Users, user: User | undefined): readonly User[] {
  if (reviewer) return [users.byId(reviewer.id) ?? []].flat()
  return users.search('').filter((one) => one.id !== user?.id && may(one, 'requests.review', user))
}
