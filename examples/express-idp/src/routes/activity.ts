import { Router } from 'express'
import type { TapEvent } from 'temporary-access-pass'
import { may } from '../access.js'
import { eventInWords, toneOf } from '../activity-words.js'
import { text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

const perPage = 25

/** What happened: to everybody, for those who may look at everybody's pass; else to oneself. */
export function activityRoutes({ activity, people }: Parts): Router {
  const router = Router()
  router.get('/activity', (request, response) => {
    const { person } = visitorOf(response)
    const seesAll = may(person, 'passes.list')
    const withViews = text(request.query, 'views') === 'shown'
    const before = Number(text(request.query, 'before')) || undefined
    const about = seesAll ? undefined : person.id
    const entries = activity.page({ before, limit: perPage + 1, about, withViews })
    const shown = entries.slice(0, perPage)
    const name = (id: string | undefined) =>
      id === undefined ? 'somebody unknown' : (people.byId(id)?.displayName ?? id)
    page(request, response, 'activity', {
      seesAll,
      withViews,
      isFirst: before === undefined,
      next: entries.length > perPage ? shown.at(-1)?.sequence : undefined,
      entries: shown.map(({ event }) => toLine(event, name)),
    })
  })
  return router
}

function toLine(event: TapEvent, name: (id: string | undefined) => string) {
  return {
    at: event.at,
    sentence: eventInWords(event, name),
    tone: toneOf(event),
    type: event.type,
    reference: event.correlationId,
    address: event.context?.ipAddress,
  }
}
