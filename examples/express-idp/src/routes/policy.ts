import type { Request, Response } from 'express'
import { Router } from 'express'
import type { NumericPolicyField, Policy, PolicyPatch, Target } from 'temporary-access-pass'
import { policyBounds } from 'temporary-access-pass'
import { may } from '../access.js'
import { callOf } from '../call.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, text, texts, wholeNumber } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/** What passes may be like. */
export function policyRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/policy', async (request, response) => {
    show(parts, request, response, await parts.tap.policy.get(callOf(request, response)))
  })
  router.post('/policy', (request, response) => save(parts, request, response))
  router.post('/policy/reset', async (request, response) => {
    await parts.tap.policy.reset(callOf(request, response))
    request.session.notice = 'The policy is as it was on the first day.'
    response.redirect(303, '/policy')
  })
  return router
}

async function save(parts: Parts, request: Request, response: Response): Promise<void> {
  const patch = readPatch(request.body)
  const errors = await refusal(parts, request, response, patch)
  if (errors === undefined) {
    request.session.notice = 'The policy is saved and in force.'
    return response.redirect(303, '/policy')
  }
  response.status(422)
  show(parts, request, response, { ...patch, ...typedNumbers(request.body) }, errors)
}

/** What the library has against it; nothing when it is saved. */
async function refusal(
  { tap }: Parts,
  request: Request,
  response: Response,
  patch: PolicyPatch,
): Promise<FieldErrors | undefined> {
  try {
    await tap.policy.update({ ...callOf(request, response), patch })
    return undefined
  } catch (error) {
    const errors = fieldErrors(error)
    if (errors === undefined) throw error
    return errors
  }
}

type Shown = { readonly [Field in keyof Policy]?: Policy[Field] | string | undefined }

function show({ people }: Parts, request: Request, response: Response, policy: Shown, errors: FieldErrors = {}): void {
  const chosen = [policy.includeTargets, policy.excludeTargets].flatMap((list) => (Array.isArray(list) ? list : []))
  page(request, response, 'policy', {
    policy,
    errors,
    bounds: policyBounds,
    targets: [
      ...people.groups().map(({ id, name }) => ({ value: `group:${id}`, name })),
      ...chosen
        .filter(({ targetType }) => targetType === 'user')
        .map(({ id }) => ({ value: `user:${id}`, name: people.byId(id)?.displayName ?? id })),
    ],
    isIncluded: picked(policy.includeTargets),
    isExcluded: picked(policy.excludeTargets),
    mayUpdate: may(visitorOf(response).person, 'policy.update'),
  })
}

function picked(targets: Shown['includeTargets']): (value: string) => boolean {
  const values = Array.isArray(targets) ? targets.map(({ targetType, id }) => `${targetType}:${id}`) : []
  return (value) => values.includes(value)
}

const numericFields = Object.keys(policyBounds) as NumericPolicyField[]

function readPatch(form: unknown): PolicyPatch {
  const alphabet = text(form, 'alphabet')
  return {
    state: text(form, 'state') === 'enabled' ? 'enabled' : 'disabled',
    isUsableOnce: text(form, 'isUsableOnce') === 'true',
    alphabet: alphabet === 'mixed' || alphabet === 'digits' ? alphabet : 'crockford',
    includeTargets: readTargets(texts(form, 'includeTargets')),
    excludeTargets: readTargets(texts(form, 'excludeTargets')),
    // What is no number must be refused; left out, it would read as “keep what was”.
    ...Object.fromEntries(numericFields.map((field) => [field, wholeNumber(form, field) ?? Number.NaN])),
  }
}

function readTargets(values: readonly string[]): readonly Target[] {
  return values.map((value) => {
    const [kind, ...id] = value.split(':')
    return { targetType: kind === 'user' ? 'user' : 'group', id: id.join(':') }
  })
}

function typedNumbers(form: unknown): Shown {
  return Object.fromEntries(numericFields.map((field) => [field, text(form, field)]))
}
