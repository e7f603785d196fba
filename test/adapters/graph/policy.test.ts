import { describe, expect, it } from 'vitest'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import { configurationType, createGraphWorld, origin, policyPath } from './graph-world.js'

const parentPath = '/v1.0/policies/authenticationMethodsPolicy'
const set = 'authenticationMethodConfigurations'
const typed = { '@odata.type': configurationType }

describe('reading the policy', () => {
  it('returns only the properties that Graph has', async () => {
    const graph = createGraphWorld({
      policy: { defaultLength: 12, excludeTargets: [{ targetType: 'user', id: 'bob' }] },
    })
    const { status, body } = await graph.call('GET', policyPath)
    expect(status).toBe(200)
    expect(body).toEqual({
      '@odata.context': `${origin}/v1.0/$metadata#${set}/$entity`,
      ...typed,
      id: 'TemporaryAccessPass',
      state: 'enabled',
      defaultLifetimeInMinutes: 60,
      defaultLength: 12,
      minimumLifetimeInMinutes: 10,
      maximumLifetimeInMinutes: 43_200,
      isUsableOnce: false,
      'includeTargets@odata.context': expect.stringMatching(/\('TemporaryAccessPass'\).*\/includeTargets$/),
      includeTargets: [{ targetType: 'group', id: 'all_users', isRegistrationRequired: false }],
      excludeTargets: [{ targetType: 'user', id: 'bob' }],
    })
  })

  it('works with every path that clients use', async () => {
    const graph = createGraphWorld()
    for (const path of [
      policyPath,
      policyPath.replace('v1.0', 'beta'),
      policyPath.toLowerCase(),
      `${parentPath}/${set}('TemporaryAccessPass')`,
      `${parentPath}/${set}(%27temporaryaccesspass%27)`,
      `/v1.0/${set}/temporaryAccessPass`,
    ]) {
      expect([path, (await graph.call('GET', path)).body?.id]).toEqual([path, 'TemporaryAccessPass'])
    }
    expect((await graph.call('GET', `${parentPath}/${set}`)).body.value).toMatchObject([{ id: 'TemporaryAccessPass' }])
    expect((await graph.call('GET', `${parentPath}/${set}/Fido2`)).status).toBe(404)
  })

  it('is part of the parent policy', async () => {
    const { body } = await createGraphWorld().call('GET', parentPath)
    expect(body).toMatchObject({
      '@odata.context': `${origin}/v1.0/$metadata#authenticationMethodsPolicy`,
      id: 'authenticationMethodsPolicy',
      [set]: [{ ...typed, id: 'TemporaryAccessPass' }],
    })
  })
})

describe('changing the policy', () => {
  it('returns 204 without a body, and keeps properties that are not sent', async () => {
    const graph = createGraphWorld()
    const before = await graph.tap.policy.get({ actor: graph.admin })
    const answer = await graph.call('PATCH', policyPath, { body: { ...typed, isUsableOnce: true } })
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(await graph.tap.policy.get({ actor: graph.admin })).toEqual({ ...before, isUsableOnce: true })
  })

  it('accepts the whole object as a client read it, with changes', async () => {
    const graph = createGraphWorld({ policy: { excludeTargets: [{ targetType: 'group', id: 'vips' }] } })
    const before = await graph.tap.policy.get({ actor: graph.admin })
    const { body } = await graph.call('GET', policyPath)
    const includeTargets = [{ ...body.includeTargets[0], '@odata.type': '#microsoft.graph.authenticationMethodTarget' }]
    const change = { ...body, includeTargets, maximumLifetimeInMinutes: 480 }
    expect((await graph.call('PATCH', policyPath, { body: change })).status).toBe(204)
    expect(await graph.tap.policy.get({ actor: graph.admin })).toEqual({ ...before, maximumLifetimeInMinutes: 480 })
  })

  it('requires the type, with or without #', async () => {
    const graph = createGraphWorld()
    for (const type of [undefined, null, 7, '#microsoft.graph.fido2AuthenticationMethodConfiguration']) {
      const { status, body } = await graph.call('PATCH', policyPath, {
        body: { '@odata.type': type, state: 'disabled' },
      })
      expect([status, body.error.message]).toEqual([400, expect.stringContaining('@odata.type')])
    }
    const bare = { '@odata.type': configurationType.slice(1), state: 'disabled' }
    expect((await graph.call('PATCH', policyPath, { body: bare })).status).toBe(204)
  })

  it('names a property that is wrong or not in Graph, and changes nothing', async () => {
    const graph = createGraphWorld()
    const before = await graph.tap.policy.get({ actor: graph.admin })
    const target = { targetType: 'group', id: 'x' }
    for (const [change, field] of [
      [{ state: null }, 'state'],
      [{ state: 'on' }, 'state'],
      [{ defaultLength: '8' }, 'defaultLength'],
      [{ defaultLength: 7 }, 'defaultLength'],
      [{ minimumLifetimeInMinutes: 600, maximumLifetimeInMinutes: 500 }, 'minimumLifetimeInMinutes'],
      [{ alphabet: 'digits' }, 'alphabet'],
      [{ issuing: { isSelfIssueAllowed: true } }, 'issuing'],
      [{ includeTargets: [{ ...target, colour: 'red' }] }, 'includeTargets[0].colour'],
      [{ includeTargets: [{ ...target, targetType: 'unit' }] }, 'includeTargets[0].targetType'],
      [{ includeTargets: [{ ...target, isRegistrationRequired: true }] }, 'includeTargets[0].isRegistrationRequired'],
      [{ includeTargets: {} }, 'includeTargets'],
      [{ includeTargets: [7] }, 'includeTargets[0]'],
      [{ id: 'Fido2' }, 'id'],
    ] as const) {
      const { status, body } = await graph.call('PATCH', policyPath, { body: { ...typed, ...change } })
      expect([status, body.error.innerError.details[0].target]).toEqual([400, field])
      expect(await graph.tap.policy.get({ actor: graph.admin })).toEqual(before)
    }
  })

  it('refuses a length that makes codes easy to guess', async () => {
    const graph = createGraphWorld({ policy: { alphabet: 'digits' } })
    const { status, body } = await graph.call('PATCH', policyPath, { body: { ...typed, defaultLength: 8 } })
    expect([status, body.error.innerError.details[0].code]).toEqual([400, 'guessingRisk'])
  })
})

describe('resetting the policy', () => {
  it('resets the properties that Graph shows, and no other field', async () => {
    const graph = createGraphWorld({ policy: { countsAs: 'multiFactor', retentionInDays: 7, isUsableOnce: true } })
    const before = await graph.tap.policy.get({ actor: graph.admin })
    expect((await graph.call('DELETE', policyPath)).status).toBe(204)
    const { state, defaultLength, includeTargets, excludeTargets, isUsableOnce } = entraPolicy
    const { minimumLifetimeInMinutes, maximumLifetimeInMinutes, defaultLifetimeInMinutes } = entraPolicy
    expect(await graph.tap.policy.get({ actor: graph.admin })).toEqual({
      ...before,
      ...{ state, defaultLength, includeTargets, excludeTargets, isUsableOnce },
      ...{ minimumLifetimeInMinutes, maximumLifetimeInMinutes, defaultLifetimeInMinutes },
    })
  })

  it('uses the shortest length that is safe with the alphabet', async () => {
    for (const [policy, length] of [
      [{ alphabet: 'digits', defaultLength: 20 }, 9],
      [{ alphabet: 'digits', defaultLength: 20, wrongCodesBeforeRevocation: 10 }, 9],
      [{ alphabet: 'digits', defaultLength: 9 }, 9],
      [{ alphabet: 'crockford', defaultLength: 20 }, 8],
    ] as const) {
      const graph = createGraphWorld({ policy })
      const before = await graph.tap.policy.get({ actor: graph.admin })
      expect((await graph.call('DELETE', policyPath)).status).toBe(204)
      const after = await graph.tap.policy.get({ actor: graph.admin })
      expect([policy, after.state, after.defaultLength]).toEqual([policy, 'disabled', length])
      expect([after.alphabet, after.wrongCodesBeforeRevocation]).toEqual([
        before.alphabet,
        before.wrongCodesBeforeRevocation,
      ])
    }
  })
})

describe('changing the parent policy', () => {
  it('changes the configuration, and returns 200 with the whole policy', async () => {
    const graph = createGraphWorld()
    const { body: read } = await graph.call('GET', parentPath)
    const [configuration] = read[set]
    const body = { ...read, [set]: [{ ...configuration, isUsableOnce: true }] }
    const { status, body: answered } = await graph.call('PATCH', parentPath, { body })
    expect([status, answered[set][0].isUsableOnce]).toEqual([200, true])
    expect((await graph.tap.policy.get({ actor: graph.admin })).isUsableOnce).toBe(true)
  })

  it('refuses every other property by name, and changes nothing', async () => {
    const graph = createGraphWorld()
    for (const [body, field] of [
      [{ registrationEnforcement: {} }, 'registrationEnforcement'],
      [
        { [set]: [{ '@odata.type': '#microsoft.graph.fido2AuthenticationMethodConfiguration' }] },
        `${set}[0].@odata.type`,
      ],
      [{ [set]: [{ ...typed, alphabet: 'digits' }] }, `${set}[0].alphabet`],
      [{ [set]: [typed, typed] }, set],
      [{ [set]: [null] }, `${set}[0]`],
      [{ [set]: 7 }, set],
    ] as const) {
      const { status, body: answer } = await graph.call('PATCH', parentPath, { body })
      expect([status, answer.error.innerError.details[0].target]).toEqual([400, field])
    }
    expect(graph.events.filter(({ type }) => type === 'policy.updated')).toEqual([])
  })
})
