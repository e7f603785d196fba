import { describe, expect, it } from 'vitest'
import { graphErrorOf } from '../../../adapters/graph/errors.js'
import * as core from '../../../src/index.js'
import { minuteMs } from '../../support/clock.js'
import { dualControl } from '../../verbs/requests/request-world.js'
import { createGraphWorld, passesOf } from './graph-world.js'

const converged =
  'Converged UserCredentialPolicy does not allow creating or updating this authentication method. AuthMethodType [TemporaryAccessPass].'

/** Returns the message and the details of a refused create. */
async function refusalOf(
  policy: core.PolicyPatch,
  body: object = {},
  user = 'ada',
): Promise<{ message: string; details: readonly { code: string; target: string; message: string }[] }> {
  const graph = createGraphWorld({ policy })
  const answer = await graph.call('POST', passesOf(user), { body })
  expect([answer.status, answer.body.error.code]).toEqual([400, 'badRequest'])
  expect(await graph.row(user)).toBeUndefined()
  const { message, innerError } = answer.body.error
  expect(innerError.message).toBe(message)
  return { message, details: innerError.details }
}

describe('the recorded sentences', () => {
  it('have the range of the policy, also for a lifetime that no policy allows', async () => {
    const policy = { minimumLifetimeInMinutes: 60, maximumLifetimeInMinutes: 480 }
    for (const lifetimeInMinutes of [-(2 ** 31), 0, 9, 10, 59, 481, 43_200, 43_201, 2 ** 31 - 1]) {
      const { message, details } = await refusalOf(policy, { lifetimeInMinutes })
      expect(message).toBe('Invalid LifetimeInMinutes specified. The valid range between 60 and 480.')
      expect(details).toMatchObject([{ target: 'lifetimeInMinutes', minimum: 60, maximum: 480 }])
    }
  })

  it('read the range with the correlation id of the request', async () => {
    const graph = createGraphWorld()
    const { headers } = await graph.call('POST', passesOf('ada'), { body: { lifetimeInMinutes: 1 } })
    expect(graph.events.map(({ type, correlationId }) => [type, correlationId])).toEqual([
      ['call.failed', headers.get('request-id')],
      ['policy.read', headers.get('request-id')],
    ])
  })

  it('hide the range from a caller who may not create', async () => {
    const graph = createGraphWorld({ policy: { minimumLifetimeInMinutes: 60, maximumLifetimeInMinutes: 480 } })
    graph.principal = { user: 'grace', scopes: ['UserAuthMethod-TAP.Read.All'] }
    const { body } = await graph.call('POST', passesOf('ada'), { body: { lifetimeInMinutes: 1 } })
    const { message, innerError } = body.error
    // The ids beside them are random, and can contain any number.
    expect(JSON.stringify([message, innerError.details])).not.toContain('480')
  })

  it('name a start in the past; the details say how a missing time zone was read', async () => {
    const past = 'Invalid StartDateTime specified. It can not be a time in the past.'
    const named = await refusalOf({}, { startDateTime: '2026-11-23T05:00:00Z' })
    expect(named.message).toBe(past)
    expect(named.details[0]?.message).not.toContain('UTC')
    const bare = await refusalOf({}, { startDateTime: '2026-11-23 05:00:00' })
    expect(bare.message).toBe(past)
    expect(bare.details).toMatchObject([
      { code: 'startInPast', message: expect.stringMatching(/05:00:00\.000Z.*no time zone.*UTC$/) },
    ])
  })

  it('are opaque about the policy; the details name the rule and the change', async () => {
    const rules = { ...core.entraPolicy.issuing, isJustificationRequired: true }
    for (const [policy, code, advice] of [
      [{ state: 'disabled' }, 'disabled', 'enable it'],
      [{ includeTargets: [] }, 'outOfScope', 'includeTargets'],
      [{ excludeTargets: [{ targetType: 'user', id: 'ada' }] }, 'outOfScope', 'includeTargets'],
      [{ issuing: rules }, 'justificationRequired', 'justification'],
    ] as const) {
      const { message, details } = await refusalOf(policy)
      expect(message).toBe(converged)
      expect(details).toMatchObject([{ code, message: expect.stringContaining(advice) }])
    }
  })

  it('name an external guest', async () => {
    const { message } = await refusalOf({}, {}, 'eve')
    expect(message).toBe('Temporary Access Pass cannot be added to an external guest user.')
  })

  it('refuse a reusable pass under a one-time policy, and a start too far ahead', async () => {
    expect((await refusalOf({ isUsableOnce: true }, { isUsableOnce: false })).message).toMatch(/^Invalid IsUsableOnce /)
    expect((await refusalOf({}, { startDateTime: '2030-01-01T00:00:00Z' })).message).toMatch(/^Invalid StartDateTime /)
  })

  it('reveal an unknown user only to a caller who may act on users', async () => {
    const graph = createGraphWorld()
    const { status, body } = await graph.call('GET', passesOf('no%27body@example.com'))
    expect([status, body.error.code, body.error.message]).toEqual([
      404,
      'Request_ResourceNotFound',
      "Resource 'no'body@example.com' does not exist or one of its queried reference-property objects are not present.",
    ])
    graph.principal = { user: 'ada', scopes: ['UserAuthMethod-TAP.Read.All'] }
    const hidden = await graph.call('GET', passesOf('unknown@example.com'))
    expect([hidden.status, hidden.body.error.code, hidden.body.error.message]).toEqual([
      403,
      'accessDenied',
      'Request Authorization failed',
    ])
  })
})

describe('an error of the core', () => {
  it('has its status, and Retry-After if waiting helps', () => {
    for (const [error, status, headers] of [
      [new core.NotAuthorizedError('passes.get', 'scope'), 403, undefined],
      [new core.UserNotFoundError(), 404, undefined],
      [new core.PassNotFoundError(), 404, undefined],
      [new core.ConflictError(), 409, undefined],
      [new core.RateLimitedError('tenant', 61.5), 429, { 'retry-after': '62' }],
      [new core.BusyError(0), 503, { 'retry-after': '1' }],
      [new core.PortFailedError('store', 'read', new Error('db-7')), 503, { 'retry-after': '10' }],
      [new core.UnreadableDocumentError({ tenantId: 't', kind: 'user', id: 'ada' }, 'tampered'), 500, undefined],
      [new Error('db-7'), 500, undefined],
      ['anything', 500, undefined],
    ] as const) {
      const answer = graphErrorOf(error, 'ada')
      expect([answer.status, answer.headers]).toEqual([status, headers])
      expect(answer.message).not.toContain('db-7')
    }
  })

  it('has a step-up challenge, without values that no header can hold', () => {
    const asked = graphErrorOf(new core.StepUpRequiredError({ acr: 'aal2', maximumAgeInSeconds: 900 }), 'ada')
    expect([asked.status, asked.headers]).toEqual([
      401,
      {
        'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="900"',
      },
    ])
    expect(graphErrorOf(new core.StepUpRequiredError({ acr: 'é\n' }), 'ada').headers).toEqual({
      'www-authenticate': 'Bearer error="insufficient_user_authentication"',
    })
  })

  it('is 500 if its code belongs to another version of the package', () => {
    const later = Object.assign(new core.ConflictError(), { code: 'TAP_LATER' })
    expect(graphErrorOf(later, 'ada').status).toBe(500)
  })
})

describe('a limit', () => {
  it('on the issuing rate is 429 with Retry-After, and changes nothing', async () => {
    const issuing = { ...core.entraPolicy.issuing, maximumPerHour: { user: 1 } }
    const graph = createGraphWorld({ policy: { issuing } })
    await graph.call('POST', passesOf('ada'), { body: {} })
    const before = await graph.row()
    const { status, headers, body } = await graph.call('POST', passesOf('ada'), { body: {} })
    expect([status, body.error.code]).toEqual([429, 'TooManyRequests'])
    expect(Number(headers.get('retry-after')) * 1_000).toBeGreaterThan(59 * minuteMs)
    expect(await graph.row()).toEqual(before)
  })

  it('that requires a second person is 403 with its own message, and changes nothing', async () => {
    const graph = createGraphWorld({ policy: dualControl({ targetType: 'group', id: 'all_users' }) })
    const { status, body } = await graph.call('POST', passesOf('ada'), { body: {} })
    expect([status, body.error.code]).toEqual([403, 'accessDenied'])
    expect(body.error.message).toContain('second person')
    expect(await graph.row()).toBeUndefined()
  })

  it('on the age of a sign-in is 401 for an old one only', async () => {
    const issuing = { ...core.entraPolicy.issuing, maximumSignInAgeInMinutes: 15 }
    const graph = createGraphWorld({ policy: { issuing } })
    const scopes = ['UserAuthMethod-TAP.ReadWrite.All']
    for (const [minutes, status] of [
      [16, 401],
      [14, 201],
    ] as const) {
      graph.principal = {
        user: 'grace',
        scopes,
        authentication: { at: new Date(graph.clock.now() - minutes * minuteMs) },
      }
      expect((await graph.call('POST', passesOf('ada'), { body: {} })).status).toBe(status)
    }
  })
})
