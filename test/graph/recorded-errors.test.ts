import { describe, expect, it } from 'vitest'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { GraphWorld } from '../adapters/graph/graph-world.js'
import { minuteMs } from '../support/clock.js'
import { createCheckedWorld } from './support/checked-world.js'

const passes = '/v1.0/users/ada@example.com/authentication/temporaryAccessPassMethods'

const entraRange = { minimumLifetimeInMinutes: 60, maximumLifetimeInMinutes: 480, defaultLifetimeInMinutes: 60 }

function entraWorld(): GraphWorld {
  return createCheckedWorld({ policy: entraRange })
}

describe('clients that read the range out of the refusal', () => {
  it('find two numbers, and either is accepted', async () => {
    const graph = createCheckedWorld({
      policy: { minimumLifetimeInMinutes: 120, maximumLifetimeInMinutes: 240, defaultLifetimeInMinutes: 120 },
    })
    for (const wanted of [60, 480, 43_201]) {
      const { body } = await graph.call('POST', passes, { body: { lifetimeInMinutes: wanted } })
      const range = /^Invalid LifetimeInMinutes specified\. The valid range between (\d+) and (\d+)\.$/
      const bounds = range.exec(body.error.message)?.slice(1).map(Number) ?? []
      expect(bounds).toEqual([120, 240])
      for (const lifetimeInMinutes of bounds) {
        expect((await graph.call('POST', passes, { body: { lifetimeInMinutes } })).status).toBe(201)
      }
    }
  })
})

describe('the recorded refusals', () => {
  const converged =
    'Converged UserCredentialPolicy does not allow creating or updating this authentication method. AuthMethodType [TemporaryAccessPass].'

  it('have their status, code and message', async () => {
    for (const [policy, user, body, status, code, message] of [
      [
        entraRange,
        'ada',
        { lifetimeInMinutes: 1_440 },
        400,
        'badRequest',
        'Invalid LifetimeInMinutes specified. The valid range between 60 and 480.',
      ],
      [
        {},
        'ada',
        { startDateTime: '2026-11-23T05:00:00Z' },
        400,
        'badRequest',
        'Invalid StartDateTime specified. It can not be a time in the past.',
      ],
      [{ state: 'disabled' }, 'ada', {}, 400, 'badRequest', converged],
      [{ includeTargets: [{ targetType: 'group', id: 'x' }] }, 'ada', {}, 400, 'badRequest', converged],
      [{ excludeTargets: [{ targetType: 'user', id: 'ada' }] }, 'ada', {}, 400, 'badRequest', converged],
      [{}, 'eve', {}, 400, 'badRequest', 'Temporary Access Pass cannot be added to an external guest user.'],
      [
        {},
        'unknown',
        {},
        404,
        'Request_ResourceNotFound',
        "Resource 'unknown' does not exist or one of its queried reference-property objects are not present.",
      ],
    ] as const) {
      const graph = createCheckedWorld({ policy })
      const answer = await graph.call('POST', `/beta/users/${user}/authentication/temporaryAccessPassMethods`, { body })
      expect([answer.status, answer.body.error.code, answer.body.error.message]).toEqual([status, code, message])
    }
  })

  it('have no details for a caller without permission', async () => {
    const graph = entraWorld()
    graph.principal = { user: 'ada', scopes: ['User.Read'] }
    const { status, body } = await graph.call('POST', passes.replace('ada', 'grace'), {
      body: { lifetimeInMinutes: 1_440 },
    })
    expect([status, body.error.code, body.error.message]).toEqual([403, 'accessDenied', 'Request Authorization failed'])
    expect(body.error.innerError).not.toHaveProperty('details')
  })

  it('include 405 for PATCH and PUT of a pass', async () => {
    const graph = entraWorld()
    const { id } = await graph.issue('ada')
    for (const method of ['PATCH', 'PUT']) {
      const { status, headers } = await graph.call(method, `${passes}/${id}`, { body: { isUsableOnce: true } })
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, DELETE, OPTIONS'])
    }
  })

  it('require the type when a policy is changed', async () => {
    const path = '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass'
    const { status, body } = await entraWorld().call('PATCH', path, { body: { isUsableOnce: true } })
    expect([status, body.error.innerError.details[0].target]).toEqual([400, '@odata.type'])
  })

  it('have Retry-After for a client that retries', async () => {
    const graph = createCheckedWorld({
      policy: { ...entraRange, issuing: { ...entraPolicy.issuing, maximumPerHour: { user: 1 } } },
    })
    await graph.call('POST', passes)
    const { status, headers } = await graph.call('POST', passes)
    expect(status).toBe(429)
    const seconds = Number(headers.get('retry-after'))
    graph.clock.advance(seconds * 1_000)
    expect(seconds * 1_000).toBeLessThanOrEqual(61 * minuteMs)
    expect((await graph.call('POST', passes)).status).toBe(201)
  })
})

describe('methodUsabilityReason', () => {
  it('follows the clock, the policy and the use, in the casing of Graph', async () => {
    const graph = createCheckedWorld({ policy: entraRange })
    const reason = async () => {
      const { body } = await graph.call('GET', passes)
      return `${body.value[0].methodUsabilityReason} ${body.value[0].isUsable}`
    }
    await graph.call('POST', passes, { body: { startDateTime: '2026-11-23T06:10:00Z' } })
    expect(await reason()).toBe('NotYetValid false')
    graph.clock.advance(10 * minuteMs)
    expect(await reason()).toBe('EnabledByPolicy true')
    await graph.tap.policy.update({ actor: graph.admin, patch: { isUsableOnce: true } })
    expect(await reason()).toBe('DisabledByPolicy false')
    await graph.tap.policy.update({ actor: graph.admin, patch: { isUsableOnce: false } })
    graph.clock.advance(60 * minuteMs)
    expect(await reason()).toBe('Expired false')
    const { body } = await graph.call('POST', passes, { body: { isUsableOnce: true } })
    await graph.enter(body.temporaryAccessPass)
    expect(await reason()).toBe('OneTimeUsed false')
  })
})
