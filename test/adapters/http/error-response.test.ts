import { describe, expect, it } from 'vitest'
import { errorResponse } from '../../../adapters/http/index.js'
import type { TapErrorCode } from '../../../src/index.js'
import {
  ApprovalRequiredError,
  BusyError,
  ConflictError,
  InvalidInputError,
  InvalidTransitionError,
  NotAuthorizedError,
  PassNotFoundError,
  PolicyViolationError,
  PortFailedError,
  RateLimitedError,
  RequestNotFoundError,
  StepUpRequiredError,
  UnreadableDocumentError,
  UserNotFoundError,
} from '../../../src/index.js'
import { everythingOf } from './requests.js'

const canary = 'K7MQ-Z3XW'
const cause = new Error(canary)
const range = {
  code: 'range',
  field: 'lifetimeInMinutes',
  message: 'must be 10 to 60',
  messageId: 'input.limit',
  messageParameters: { field: 'lifetimeInMinutes', minimum: 10, maximum: 60 },
  minimum: 10,
  maximum: 60,
} as const
const disabled = {
  code: 'disabled',
  field: 'user',
  message: 'is off',
  messageId: 'policy.issue.disabled',
  messageParameters: { field: 'user' },
} as const

const answers: Record<TapErrorCode, readonly [Error, number, object]> = {
  TAP_INVALID_INPUT: [
    new InvalidInputError([range, { ...range, field: 'b' }]),
    400,
    { issues: [range, { ...range, field: 'b' }] },
  ],
  TAP_POLICY_VIOLATION: [new PolicyViolationError([disabled]), 422, { issues: [disabled] }],
  TAP_NOT_AUTHORIZED: [new NotAuthorizedError('passes.create', 'authorizerFailed', { cause }), 403, {}],
  TAP_STEP_UP_REQUIRED: [new StepUpRequiredError({ acr: 'aal2', maximumAgeInSeconds: 300 }), 401, {}],
  TAP_RATE_LIMITED: [new RateLimitedError('actor', 90), 429, {}],
  TAP_USER_NOT_FOUND: [new UserNotFoundError(), 404, {}],
  TAP_PASS_NOT_FOUND: [new PassNotFoundError(), 404, {}],
  TAP_APPROVAL_REQUIRED: [new ApprovalRequiredError('ada'), 403, {}],
  TAP_REQUEST_NOT_FOUND: [new RequestNotFoundError(), 404, {}],
  TAP_INVALID_TRANSITION: [new InvalidTransitionError('approve', 'expired', 'wrongState'), 409, {}],
  TAP_CONFLICT: [new ConflictError(), 409, {}],
  TAP_BUSY: [new BusyError(3), 503, {}],
  TAP_PORT_FAILED: [new PortFailedError('store', canary, cause), 503, {}],
  TAP_UNREADABLE_DOCUMENT: [
    new UnreadableDocumentError({ tenantId: canary, kind: canary, id: canary }, 'tampered'),
    500,
    {},
  ],
}

describe('errorResponse', () => {
  it.each(Object.entries(answers))('returns the status of %s as a problem that is not cached', async (code, row) => {
    const [error, status, members] = row
    const response = errorResponse(error)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      title: expect.any(String),
      detail: expect.any(String),
      status,
      ...(code === 'TAP_UNREADABLE_DOCUMENT' ? {} : { code }),
      ...members,
    })
  })

  it.each([
    [0, '1'],
    [0.2, '1'],
    [3, '3'],
    [3.01, '4'],
  ])('rounds Retry-After up to whole seconds, at least one: %d s is %s', (seconds, header) => {
    for (const error of [new BusyError(seconds), new RateLimitedError('tenant', seconds)]) {
      expect(errorResponse(error).headers.get('retry-after')).toBe(header)
    }
  })

  it.each([
    [{ acr: 'aal2', maximumAgeInSeconds: 300 }, ', acr_values="aal2", max_age="300"'],
    [{ acr: 'a"b' }, ', acr_values="a\\"b"'],
    [{ maximumAgeInSeconds: 0 }, ', max_age="0"'],
    [{}, ''],
    [{ acr: 'aal2\r\nset-cookie: a=b', maximumAgeInSeconds: 300 }, ''],
    [{ acr: 'aal2', maximumAgeInSeconds: Number.NaN }, ''],
  ])('sends a step-up challenge, without values that no header can hold: %j', (asked, parameters) => {
    const { status, headers } = errorResponse(new StepUpRequiredError(asked))
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toBe(`Bearer error="insufficient_user_authentication"${parameters}`)
  })

  it('does not reveal whose limit is reached', async () => {
    const [actor, user] = [new RateLimitedError('actor', 9), new RateLimitedError('user', 9)].map(errorResponse)
    expect(actor && (await everythingOf(actor))).toBe(user && (await everythingOf(user)))
  })

  it('sends no Retry-After for a failed port, because the write may have happened', () => {
    expect(errorResponse(new PortFailedError('store', 'read', cause)).headers.get('retry-after')).toBeNull()
  })

  it('sends the known fields of an issue and no other', async () => {
    const response = errorResponse(new InvalidInputError([{ ...range, received: canary } as typeof range]))
    expect(await everythingOf(response)).not.toContain(canary)
  })

  it.each([
    ['an error', cause],
    ['a string', canary],
    ['undefined', undefined],
    ['null', null],
    ['an object that looks like a TapError', { code: 'TAP_INVALID_INPUT', issues: [canary] }],
    ['a code of a later version', Object.assign(new BusyError(1), { code: 'TAP_LATER', message: canary })],
  ])('returns the same fixed 500 for %s', async (_, error) => {
    expect(await everythingOf(errorResponse(error))).toBe(await everythingOf(errorResponse(new Error('other'))))
  })

  it('does not reveal that a document was tampered with', async () => {
    const tampered = new UnreadableDocumentError({ tenantId: 't', kind: 'user', id: canary }, 'keyMissing')
    expect(await everythingOf(errorResponse(tampered))).toBe(await everythingOf(errorResponse(new Error('other'))))
  })

  it.each(Object.values(answers))('never repeats a message, a cause or a key: %s', async (error) => {
    expect(await everythingOf(errorResponse(error))).not.toContain(canary)
  })
})
