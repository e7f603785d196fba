import type { Request, Response } from 'express'
import { Router } from 'express'
import { StepUpRequiredError } from 'temporary-access-pass'
import { may, mayViewOnboarding } from '../access.js'
import { callOf } from '../call.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { optionalText, text, wholeNumber } from '../form.js'
import { stageWords } from '../onboarding.js'
import type { HireLine } from '../onboarding-lines.js'
import { readLines } from '../onboarding-lines.js'
import type { OnboardingList, OnboardingPlan } from '../onboarding-lists.js'
import { nextDue, progressOf, segmentsOf } from '../onboarding-page.js'
import type { HireResult } from '../onboarding-run.js'
import { runList } from '../onboarding-run.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'
import { stepUp } from '../step-up.js'
import { issuingPolicy } from '../user-page.js'
import { lifetimes } from '../words.js'

const maxHires = 100
const dayInMinutes = 1_440
const workingDayInMinutes = 480

/** Onboarding lists: checks every line, issues the passes, and shows the progress until everyone has a passkey. */
export function onboardingRoutes(parts: Parts): Router {
  const router = Router()
  // Two runs of one list at the same time could send a user two codes, of which only the second works.
  const running = new Set<string>()
  router.use('/onboarding', (request, response, next) => {
    const { user } = visitorOf(response)
    if (request.method === 'POST' ? may(user, 'passes.create') : mayViewOnboarding(user)) return next()
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

interface OnboardingFormState {
  readonly typed?: Readonly<Record<string, unknown>> | undefined
  readonly errors?: FieldErrors | undefined
  readonly checkedLines?: readonly CheckedLine[] | undefined
}

/** A line with its result in the dry run. */
export type CheckedLine = HireLine & { readonly result: HireResult }

async function showForm(parts: Parts, request: Request, response: Response, form: OnboardingFormState): Promise<void> {
  const { typed = {}, errors = {}, checkedLines = [] } = form
  const policy = await issuingPolicy(parts)
  const maxLifetime = Math.max(policy.minimumLifetimeInMinutes, Math.min(policy.maximumLifetimeInMinutes, dayInMinutes))
  const defaultLifetime = Math.max(policy.minimumLifetimeInMinutes, Math.min(maxLifetime, workingDayInMinutes))
  page(request, response, 'onboarding', {
    typed: { startTime: '08:00', timeZone: 'UTC', lifetimeInMinutes: String(defaultLifetime), ...typed },
    isTyped: Object.keys(typed).length > 0,
    errors,
    checkedLines,
    counts: countsOf(checkedLines.map(({ result }) => result)),
    known: parts.onboarding.byName(text(typed, 'name').trim()),
    lists: parts.onboarding.all(),
    mayIssue: may(visitorOf(response).user, 'passes.create'),
    isTicketRequired: policy.issuing.isTicketRequired,
    lifetimes: lifetimes(policy.minimumLifetimeInMinutes, maxLifetime, defaultLifetime),
    userDisabled: english.userDisabled,
    timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
  })
}

/** Checks the list. Issues the passes if the administrator confirmed the check and every line is still valid. */
async function submit(parts: Parts, running: Set<string>, request: Request, response: Response): Promise<void> {
  const typed = request.body as Record<string, unknown>
  const { plan, lines, errors } = await readPlan(parts, typed)
  if (Object.keys(errors).length > 0) {
    response.status(422)
    return showForm(parts, request, response, { typed, errors })
  }
  try {
    const results = await runList(parts.tap, callOf(request, response), plan, { isDryRun: true })
    const checkedLines = lines.map((line): CheckedLine => ({ ...line, result: resultOf(line, results) }))
    const isValid = checkedLines.every(({ result }) => result.outcome !== 'refused')
    if (isValid && text(typed, 'then') === 'issue') {
      return issue(parts, running, request, response, parts.onboarding.save(plan, new Date(parts.clock())))
    }
    if (!isValid) response.status(422)
    await showForm(parts, request, response, { typed, checkedLines })
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, '/onboarding', error)
    throw error
  }
}

function resultOf(line: HireLine, results: ReadonlyMap<string, HireResult>): HireResult {
  if (line.error !== undefined) return { outcome: 'refused', sentence: line.error }
  return results.get(line.user.id) ?? { outcome: 'refused', sentence: english.broken }
}

interface ReadPlan {
  readonly plan: OnboardingPlan
  readonly lines: readonly HireLine[]
  readonly errors: FieldErrors
}

async function readPlan({ users, onboarding }: Parts, typed: Readonly<Record<string, unknown>>): Promise<ReadPlan> {
  const firstDay = { startDate: optionalText(typed, 'startDate'), timeZone: optionalText(typed, 'timeZone') }
  const lines = await readLines(text(typed, 'people'), users, firstDay)
  const name = text(typed, 'name').trim().slice(0, 64)
  const plan = {
    name: onboarding.byName(name)?.name ?? name,
    startTime: optionalText(typed, 'startTime') ?? '08:00',
    lifetimeInMinutes: wholeNumber(typed, 'lifetimeInMinutes') ?? workingDayInMinutes,
    ticket: optionalText(typed, 'ticket'),
    hires: lines.flatMap((line) => (line.error === undefined ? line.hire : [])),
  }
  const peopleError = lines.length === 0 ? english.listEmpty : lines.length > maxHires ? english.listTooLong : undefined
  const errors = {
    ...(name === '' && { name: english.listUnnamed }),
    ...(peopleError !== undefined && { people: peopleError }),
  }
  return { plan, lines, errors }
}

/** Issues the passes that are due. A user who already had a pass under this list name gets no other. */
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
    const results = await runList(parts.tap, callOf(request, response), list, { isDryRun: false })
    request.session.notice = noticeOf([...results.values()])
    const refusals = list.hires.flatMap(({ userId }) => {
      const result = results.get(userId)
      return result?.outcome === 'refused' ? { user: parts.users.byId(userId), sentence: result.sentence } : []
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

type OutcomeCounts = Readonly<Record<HireResult['outcome'], number>>

function countsOf(results: readonly HireResult[]): OutcomeCounts {
  const count = (outcome: HireResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length
  return {
    created: count('created'),
    unchanged: count('unchanged'),
    planned: count('planned'),
    later: count('later'),
    refused: count('refused'),
  }
}

function noticeOf(results: readonly HireResult[]): string {
  const { created, unchanged, later } = countsOf(results)
  const disabled = results.filter((result) => result.outcome === 'created' && result.isUserDisabled).length
  const sentences = [
    created === 0 && 'No pass was issued.',
    created === 1 && '1 pass is issued. The code was sent by e-mail; no one else has seen it.',
    created > 1 && `${created} passes are issued. The codes were sent by e-mail; no one else has seen them.`,
    disabled > 0 && english.disabledOnList(disabled),
    unchanged > 0 && `${unchanged} already had a pass.`,
    later > 0 && `${later} ${later === 1 ? 'waits' : 'wait'} for the day before the first day.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

async function showList(
  parts: Parts,
  request: Request,
  response: Response,
  list: OnboardingList,
  refusals: readonly { readonly user: unknown; readonly sentence: string }[] = [],
): Promise<void> {
  draftOf(request)
  const users = await progressOf(parts, callOf(request, response), list)
  const visitor = visitorOf(response).user
  page(request, response, 'onboarding-list', {
    list,
    users: users.map((progress) => ({ ...progress, isOpen: may(visitor, 'users.explain', progress.user) })),
    refusals,
    segments: segmentsOf(users),
    next: nextDue(users, parts.clock()),
    stageWords,
    mayIssue: may(visitor, 'passes.create'),
  })
}

/** Returns what the administrator typed before they had to sign in again. */
function draftOf(request: Request): Readonly<Record<string, unknown>> | undefined {
  const { returnTo } = request.session
  if (returnTo?.path !== request.path) return undefined
  delete request.session.returnTo
  return returnTo.typed
}
