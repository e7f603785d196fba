import type { Request, Response } from 'express'
import { Router } from 'express'
import type { DualControlTarget, Policy } from 'temporary-access-pass'
import { entraPolicy, nistPolicy, policyBounds } from 'temporary-access-pass'
import { may } from '../access.js'
import { callOf } from '../call.js'
import { findingsIn, mended } from '../findings.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { numbersOf, patched, readPatch, typedNumbers } from '../policy-form.js'
import { visitorOf } from '../session.js'

/** What passes may be like. */
export function policyRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/policy', async (request, response) => {
    const stored = await parts.tap.policy.get(callOf(request, response))
    const preset = presets.get(text(request.query, 'preset'))
    if (preset === undefined) return show(parts, request, response, { policy: stored })
    // Whether passes are on, for whom, and for whom it takes two, is yours.
    const { state, includeTargets, excludeTargets } = stored
    const issuing = { ...preset.issuing, dualControl: stored.issuing.dualControl }
    show(parts, request, response, {
      policy: { ...preset, state, includeTargets, excludeTargets, issuing },
      isDraft: true,
    })
  })
  router.post('/policy', (request, response) => save(parts, request, response))
  router.post('/policy/reset', async (request, response) => {
    await parts.tap.policy.reset(callOf(request, response))
    request.session.notice = 'The policy is as it was on the first day.'
    response.redirect(303, '/policy')
  })
  return router
}

const presets: ReadonlyMap<string, Policy> = new Map([
  ['entra', entraPolicy],
  ['nist', nistPolicy],
])

async function save(parts: Parts, request: Request, response: Response): Promise<void> {
  const call = callOf(request, response)
  const patch = readPatch(request.body)
  const draft = patched(await parts.tap.policy.get(call), patch)
  const mend = text(request.body, 'mend')
  const typed = typedNumbers(request.body)
  // Mending fills in the form; saving is another button.
  if (mend !== '' && isReviewable(draft)) {
    return show(parts, request, response, { policy: mended(draft, mend), isDraft: true })
  }
  try {
    await parts.tap.policy.update({ ...call, patch })
  } catch (error) {
    const errors = fieldErrors(error)
    if (errors === undefined) throw error
    response.status(422)
    return show(parts, request, response, { policy: draft, numbers: typed, errors })
  }
  request.session.notice = 'The policy is saved and in force.'
  response.redirect(303, '/policy')
}

interface Shown {
  readonly policy: Policy
  /** As typed, where they may be no numbers. */
  readonly numbers?: Readonly<Record<string, string>>
  readonly errors?: FieldErrors
  /** Filled in and not saved. */
  readonly isDraft?: boolean
}

function show({ people }: Parts, request: Request, response: Response, shown: Shown): void {
  const { policy, numbers = numbersOf(policy), errors = {}, isDraft = false } = shown
  const findings = isReviewable(policy) ? findingsIn(policy) : []
  const { includeTargets, excludeTargets, registrationTargets, issuing } = policy
  const listed = [...includeTargets, ...excludeTargets, ...registrationTargets, ...(issuing.dualControl ?? [])]
  // What the form does not show is gone when it is sent.
  const persons = new Set(listed.flatMap((target) => (target.targetType === 'user' ? [target.id] : [])))
  page(request, response, 'policy', {
    policy,
    numbers,
    errors,
    isDraft,
    findings,
    bounds: policyBounds,
    targets: [
      ...people.groups().map(({ id, name }) => ({ value: `group:${id}`, name })),
      ...[...persons].map((id) => ({ value: `user:${id}`, name: people.byId(id)?.displayName ?? id })),
    ],
    isIncluded: picked(policy.includeTargets),
    isExcluded: picked(policy.excludeTargets),
    isLed: picked(policy.registrationTargets),
    needsTwo: picked(policy.issuing.dualControl ?? []),
    mayUpdate: may(visitorOf(response).person, 'policy.update'),
  })
}

function picked(targets: readonly DualControlTarget[]): (value: string) => boolean {
  const values = targets.map((target) => ('id' in target ? `${target.targetType}:${target.id}` : target.targetType))
  return (value) => values.includes(value)
}

/** With something that is no number there is nothing to compare. */
function isReviewable(policy: Policy): boolean {
  const { maximumSignInAgeInMinutes, maximumPerHour } = policy.issuing
  const numbers = [...Object.values(policy), ...Object.values(maximumPerHour), maximumSignInAgeInMinutes]
  return !numbers.includes(Number.NaN) && !Number.isNaN(policy.registrableCredentials.maximum)
}
