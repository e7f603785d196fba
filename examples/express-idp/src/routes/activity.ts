import { Router } from 'express'
import type { TapEvent } from 'temporary-access-pass'
import { may } from '../access.js'
import { eventInWords, toneOf } from '../activity-words.js'
import { text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

const perPage = 25

/** Shows the events of all users to visitors who may list passes, and their own events to others. */
export function activityRoutes({ activity, users }: Parts): Router {
  const router = Router()
  router.get('/activity', (request, response) => {
    const { user } = visitorOf(response)
    const seesAll = may(user, 'passes.list')
    const withViews = text(request.query, 'views') === 'shown'
    const before = Number(text(request.query, 'before')) || undefined
    const about = seesAll ? undefined : user.id
    const entries = activity.page({ before, limit: perPage + 1, about, withViews })
    const shown = entries.slice(0, perPage)
    const name = (id: string | undefined) =>
      id === undefined ? 'an unknown person' : (users.byId(id)?.displayName ?? id)
    page(request, response, 'activity', {
      seesAll,
      withViews,
      isFirst: before === undefined,
      next: entries.length > perPage ? shown.at(-1)?.sequence : undefined,
      entries: shown.map(({ event }) => describe(event, name)),
    })
  })
  return router
}

function describe(event: TapEvent, name: (id: string | undefined) => string) {
  return {
    at: event.at,
    sentence: eventInWords(event, name),
    tone: toneOf(event),
    type: event.type,
    reference: event.correlationId,
    address: event.context?.ipAddress,
  }
}
