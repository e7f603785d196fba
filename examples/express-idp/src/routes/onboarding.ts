import type { Request, Response } from 'express'
import { Router } from 'express'
import { StepUpRequiredError } from 'temporary-access-pass'
import { may, mayFollowUp } from '../access.js'
import { callOf } from '../call.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { optionalText, text, wholeNumber } from '../form.js'
import { stageWords } from '../onboarding.js'
import type { HireLine } from '../onboarding-lines.js'
import { readLines } from '../onboarding-lines.js'
import type { OnboardingList, OnboardingPlan } from '../onboarding-lists.js'
import { nextDue, progressOf, segmentsOf } from '../onboarding-page.js'
import type { Fate } from '../onboarding-run.js'
import { runList } from '../onboarding-run.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { issuingPolicy } from '../person-page.js'
import { visitorOf } from '../session.js'
import { stepUp } from '../step-up.js'
import { lifetimes } from '../words.js'

const mostHires = 100
const minutesInDay = 1_440
const workingDay = 480

/** New colleagues by the list: checked line by line, issued at once, and followed until they have a passkey. */
export function onboardingRoutes(parts: Parts): Router {
  const router = Router()
  // Two runs of one list side by side could send somebody two codes, the first of them replaced.
  const running = new Set<string>()
  router.use('/onboarding', (request, response, next) => {
    const { person } = visitorOf(response)
    if (request.method === 'POST' ? may(person, 'passes.create') : mayFollowUp(person)) return next()
    refuse(request, response, 403, english.notAllowed)
  })
  router.get('/onboarding', (request, response) => showForm(parts, request, response, { typed: draftOf(request) }))
  router.post('/onboarding', (request, response) => submit(parts, running, request, response))
  router.get('/onboarding/:id', (request, response) => {
    const list = parts.onboarding.byId(request.params.id)
    if (list === undefined) return refuse(request, response, 404, english.listUnknown)
    return showList(parts, request, response, list)
  })
  router.post('/onboarding/:id', (request, response) => {
    const list = parts.onboarding.byId(request.params.id)
    if (list === undefined) return refuse(request as Request, response, 404, english.listUnknown)
    return issue(parts, running, request as Request, response, list)
  })
  return router
}

interface Shown {
  readonly typed?: Readonly<Record<string, unknown>> | undefined
  readonly errors?: FieldErrors | undefined
  readonly verdicts?: readonly Verdict[] | undefined
}

/** A line with what would become of it. */
export type Verdict = HireLine & { readonly fate: Fate }

async function showForm(parts: Parts, request: Request, response: Response, shown: Shown): Promise<void> {
  const { typed = {}, errors = {}, verdicts = [] } = shown
  const policy = await issuingPolicy(parts)
  const longest = Math.max(policy.minimumLifetimeInMinutes, Math.min(policy.maximumLifetimeInMinutes, minutesInDay))
  const usual = Math.max(policy.minimumLifetimeInMinutes, Math.min(longest, workingDay))
  page(request, response, 'onboarding', {
    typed: { startTime: '08:00', timeZone: 'UTC', lifetimeInMinutes: String(usual), ...typed },
    isTyped: Object.keys(typed).length > 0,
    errors,
    verdicts,
    sums: sumsOf(verdicts.map(({ fate }) => fate)),
    known: parts.onboarding.byName(text(typed, 'name').trim()),
    lists: parts.onboarding.all(),
    mayIssue: may(visitorOf(response).person, 'passes.create'),
    isTicketRequired: policy.issuing.isTicketRequired,
    lifetimes: lifetimes(policy.minimumLifetimeInMinutes, longest, usual),
    timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
  })
}

/** Checks the list; issues it when it was shown as checked, and is still good. */
async function submit(parts: Parts, running: Set<string>, request: Request, response: Response): Promise<void> {
  const typed = request.body as Record<string, unknown>
  const { plan, lines, errors } = await readPlan(parts, typed)
  if (Object.keys(errors).length > 0) {
    response.status(422)
    return showForm(parts, request, response, { typed, errors })
  }
  try {
    const fates = await runList(parts.tap, callOf(request, response), plan, { isDryRun: true })
    const verdicts = lines.map((line): Verdict => ({ ...line, fate: fateOf(line, fates) }))
    const isGood = verdicts.every(({ fate }) => fate.outcome !== 'refused')
    if (isGood && text(typed, 'then') === 'issue') {
      return issue(parts, running, request, response, parts.onboarding.save(plan, new Date(parts.clock())))
    }
    if (!isGood) response.status(422)
    await showForm(parts, request, response, { typed, verdicts })
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, '/onboarding', error)
    throw error
  }
}

function fateOf(line: HireLine, fates: ReadonlyMap<string, Fate>): Fate {
  if (line.error !== undefined) return { outcome: 'refused', sentence: line.error }
  return fates.get(line.person.id) ?? { outcome: 'refused', sentence: english.broken }
}

interface ReadPlan {
  readonly plan: OnboardingPlan
  readonly lines: readonly HireLine[]
  readonly errors: FieldErrors
}

async function readPlan({ people, onboarding }: Parts, typed: Readonly<Record<string, unknown>>): Promise<ReadPlan> {
  const firstDay = { startDate: optionalText(typed, 'startDate'), timeZone: optionalText(typed, 'timeZone') }
  const lines = await readLines(text(typed, 'people'), people, firstDay)
  const name = text(typed, 'name').trim().slice(0, 64)
  const plan = {
    name: onboarding.byName(name)?.name ?? name,
    startTime: optionalText(typed, 'startTime') ?? '08:00',
    lifetimeInMinutes: wholeNumber(typed, 'lifetimeInMinutes') ?? workingDay,
    ticket: optionalText(typed, 'ticket'),
    hires: lines.flatMap((line) => (line.error === undefined ? line.hire : [])),
  }
  const peopleError =
    lines.length === 0 ? english.listEmpty : lines.length > mostHires ? english.listTooLong : undefined
  const errors = {
    ...(name === '' && { name: english.listUnnamed }),
    ...(peopleError !== undefined && { people: peopleError }),
  }
  return { plan, lines, errors }
}

/** All who are due; whoever has had a pass under the name of this list gets no other. */
async function issue(
  parts: Parts,
  running: Set<string>,
  request: Request,
  response: Response,
  list: OnboardingList,
): Promise<void> {
  const path = `/onboarding/${list.id}`
  if (running.has(list.id)) return refuse(request, response, 409, english.listRunning)
  running.add(list.id)
  try {
    const fates = await runList(parts.tap, callOf(request, response), list, { isDryRun: false })
    request.session.notice = noticeOf([...fates.values()])
    const refusals = list.hires.flatMap(({ personId }) => {
      const fate = fates.get(personId)
      return fate?.outcome === 'refused' ? { person: parts.people.byId(personId), sentence: fate.sentence } : []
    })
    if (refusals.length > 0) return await showList(parts, request, response, list, refusals)
    response.redirect(303, path)
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, path, error)
    throw error
  } finally {
    running.delete(list.id)
  }
}

type Sums = Readonly<Record<Fate['outcome'], number>>

function sumsOf(fates: readonly Fate[]): Sums {
  const count = (outcome: Fate['outcome']): number => fates.filter((fate) => fate.outcome === outcome).length
  return {
    created: count('created'),
    unchanged: count('unchanged'),
    planned: count('planned'),
    later: count('later'),
    refused: count('refused'),
  }
}

function noticeOf(fates: readonly Fate[]): string {
  const { created, unchanged, later } = sumsOf(fates)
  const sentences = [
    created === 0 && 'No pass was issued.',
    created === 1 && '1 pass is issued. The code is on its way by e-mail; nobody else has seen it.',
    created > 1 && `${created} passes are issued. The codes are on their way by e-mail; nobody else has seen them.`,
    unchanged > 0 && `${unchanged} had theirs before.`,
    later > 0 && `${later} ${later === 1 ? 'waits' : 'wait'} for the day before the first day.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

async function showList(
  parts: Parts,
  request: Request,
  response: Response,
  list: OnboardingList,
  refusals: readonly { readonly person: unknown; readonly sentence: string }[] = [],
): Promise<void> {
  draftOf(request)
  const people = await progressOf(parts, callOf(request, response), list)
  const visitor = visitorOf(response).person
  page(request, response, 'onboarding-list', {
    list,
    people: people.map((progress) => ({ ...progress, isOpen: may(visitor, 'users.explain', progress.person) })),
    refusals,
    segments: segmentsOf(people),
    next: nextDue(people, parts.clock()),
    stageWords,
    mayIssue: may(visitor, 'passes.create'),
  })
}

/** What was typed before the administrator had to sign in again. */
function draftOf(request: Request): Readonly<Record<string, unknown>> | undefined {
  const { comeBack } = request.session
  if (comeBack?.path !== request.path) return undefined
  delete request.session.comeBack
  return comeBack.typed
}
