import type { Clock } from 'temporary-access-pass'
import type { ReviewNotice, ReviewNotifier } from 'temporary-access-pass/requests'
import { may } from './access.js'
import type { People, Person } from './directory.js'
import type { Outbox } from './outbox.js'
import { momentInWords } from './words.js'

/**
 * Tells a reviewer that somebody waits for them, at every address they have. It names who asks, which the reviewer has to
 * know, and nothing of how they proved it.
 */
export function reviewNotifierInto(outbox: Outbox, people: People, origin: string, clock: Clock): ReviewNotifier {
  return async (notice) => {
    const person = people.byId(notice.userId)
    for (const reviewer of reviewersOf(notice, people, person)) {
      const name = person?.displayName ?? notice.userId
      outbox.put({
        id: `${notice.id} ${reviewer.id}`,
        at: new Date(clock()),
        personId: reviewer.id,
        to: reviewer.addresses.map(({ value }) => value),
        subject: `${name} waits for your call`,
        lines: [
          `Somebody who says they are ${name} has no way to sign in, and asked for a Temporary Access Pass.`,
          `Call them and decide by ${momentInWords(notice.dueAt)}. After that they have to ask again.`,
        ],
        review: `${origin}/requests/${notice.requestId}`,
      })
    }
  }
}

/** Where all administrators are asked, all who may decide about this person. */
function reviewersOf({ reviewer }: ReviewNotice, people: People, person: Person | undefined): readonly Person[] {
  if (reviewer) return [people.byId(reviewer.id) ?? []].flat()
  return people.search('').filter((one) => one.id !== person?.id && may(one, 'requests.review', person))
}
