import type { Request, Response } from 'express'
import { Router } from 'express'
import type { DualControlTarget, Policy } from 'temporary-access-pass'
import { entraPolicy, nistPolicy, policyBounds } from 'temporary-access-pass'
import { may } from '../access.js'
import { callOf } from '../call.js'
import { findingsIn, withFixes } from '../findings.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { numbersOf, patched, readPatch, typedNumbers } from '../policy-form.js'
import { visitorOf } from '../session.js'

/** The policy form. */
export function policyRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/policy', async (request, response) => {
    const stored = await parts.tap.policy.get(callOf(request, response))
    const preset = presets.get(text(request.query, 'preset'))
    if (preset === undefined) return show(parts, request, response, { policy: stored })
    // A preset keeps the choices of this organisation: the state, the targets and dual control.
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
    request.session.notice = 'The policy is reset.'
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
  const fix = text(request.body, 'fix')
  const typed = typedNumbers(request.body)
  // A fix only fills in the form. Saving is a separate button.
  if (fix !== '' && isReviewable(draft)) {
    return show(parts, request, response, { policy: withFixes(draft, fix), isDraft: true })
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

interface PolicyFormState {
  readonly policy: Policy
  /** The numbers as typed. */
  readonly numbers?: Readonly<Record<string, string>>
  readonly errors?: FieldErrors
  /** Whether the form is filled in but not saved. */
  readonly isDraft?: boolean
}

function show({ users }: Parts, request: Request, response: Response, form: PolicyFormState): void {
  const { policy, numbers = numbersOf(policy), errors = {}, isDraft = false } = form
  const findings = isReviewable(policy) ? findingsIn(policy) : []
  const { includeTargets, excludeTargets, registrationTargets, issuing } = policy
  const listed = [...includeTargets, ...excludeTargets, ...registrationTargets, ...(issuing.dualControl ?? [])]
  // The form replaces all targets, so it has to show users that the policy names.
  const userIds = new Set(listed.flatMap((target) => (target.targetType === 'user' ? [target.id] : [])))
  page(request, response, 'policy', {
    policy,
    numbers,
    errors,
    isDraft,
    findings,
    bounds: policyBounds,
    targets: [
      ...users.groups().map(({ id, name }) => ({ value: `group:${id}`, name })),
      ...[...userIds].map((id) => ({ value: `user:${id}`, name: users.byId(id)?.displayName ?? id })),
    ],
    isIncluded: isOneOf(policy.includeTargets),
    isExcluded: isOneOf(policy.excludeTargets),
    mustRegister: isOneOf(policy.registrationTargets),
    needsTwo: isOneOf(policy.issuing.dualControl ?? []),
    mayUpdate: may(visitorOf(response).user, 'policy.update'),
  })
}

function isOneOf(targets: readonly DualControlTarget[]): (value: string) => boolean {
  const values = targets.map((target) => ('id' in target ? `${target.targetType}:${target.id}` : target.targetType))
  return (value) => values.includes(value)
}

/** A policy with text in place of a number cannot be compared. */
function isReviewable(policy: Policy): boolean {
  const { maximumSignInAgeInMinutes, maximumPerHour } = policy.issuing
  const numbers = [...Object.values(policy), ...Object.values(maximumPerHour), maximumSignInAgeInMinutes]
  return !numbers.includes(Number.NaN) && !Number.isNaN(policy.registrableCredentials.maximum)
}
