import { describe, expect, it } from 'vitest'
import type { GraphWorld } from '../adapters/graph/graph-world.js'
import { createCheckedWorld } from './support/checked-world.js'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
const passType = '#microsoft.graph.temporaryAccessPassAuthenticationMethod'
const configurationType = '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration'
const betaPasses = '/beta/users/ada@example.com/authentication/temporaryAccessPassMethods'
const passes = '/v1.0/users/ada@example.com/authentication/temporaryAccessPassMethods'
const json = { 'content-type': 'application/json' }

/** The defaults of Entra, with codes that are too long to need a slow hash. */
const entraRange = { minimumLifetimeInMinutes: 60, maximumLifetimeInMinutes: 480, defaultLifetimeInMinutes: 60 }

function entraWorld(): GraphWorld {
  return createCheckedWorld({ policy: entraRange })
}

describe('the recorded create', () => {
  it('gets the same properties in the same order, with the name as it was sent', async () => {
    const user = 'AdeleV@M365x583104.OnMicrosoft.com'
    const graph = createCheckedWorld({ users: [{ id: 'adele', isEnabled: true, userPrincipalName: user }] })
    const path = `/beta/users/${user}/authentication/temporaryAccessPassMethods`
    const { status, body } = await graph.call('POST', path, { body: '{}', headers: json })
    expect(status).toBe(201)
    expect(body['@odata.context']).toBe(
      "https://idp.example/beta/$metadata#users('AdeleV%40M365x583104.OnMicrosoft.com')/authentication/temporaryAccessPassMethods/$entity",
    )
    expect(Object.keys(body).slice(0, 9)).toEqual([
      '@odata.context',
      'id',
      'temporaryAccessPass',
      'createdDateTime',
      'startDateTime',
      'lifetimeInMinutes',
      'isUsableOnce',
      'isUsable',
      'methodUsabilityReason',
    ])
    expect(body).toMatchObject({
      id: expect.stringMatching(guid),
      lifetimeInMinutes: 60,
      isUsableOnce: false,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
    })
    expect(await graph.enter(body.temporaryAccessPass, 'adele')).toBe('signedIn')
  })
})

describe('CIPP', () => {
  it('creates with an empty object', async () => {
    const { status, body } = await entraWorld().call('POST', betaPasses, { body: '{}', headers: json })
    expect([status, typeof body.temporaryAccessPass]).toEqual([201, 'string'])
  })

  it('reads the range, and sends a .NET time with or without an offset', async () => {
    const graph = entraWorld()
    const path = '/beta/policies/authenticationmethodspolicy/authenticationMethodConfigurations/TemporaryAccessPass'
    const { body: policy } = await graph.call('GET', path)
    const lifetimeInMinutes = Math.min(10_000, policy.maximumLifetimeInMinutes)
    for (const [startDateTime, at] of [
      ['2026-11-23T07:30:00.0000000', '2026-11-23T07:30:00.000Z'],
      ['2026-11-23T07:30:00.0000000Z', '2026-11-23T07:30:00.000Z'],
      ['2026-11-23T07:30:00.1234567+01:00', '2026-11-23T06:30:00.123Z'],
    ]) {
      const sent = JSON.stringify({ lifetimeInMinutes, isUsableOnce: true, startDateTime })
      const { status, body } = await graph.call('POST', betaPasses, {
        body: sent,
        headers: { 'content-type': 'application/json; charset=utf-8' },
      })
      expect([status, body.startDateTime, body.lifetimeInMinutes, body.isUsableOnce]).toEqual([201, at, 480, true])
    }
  })

  it('changes the policy by sending back the whole configuration', async () => {
    const graph = createCheckedWorld({
      policy: { ...entraRange, excludeTargets: [{ targetType: 'group', id: '5b1ef4c2-6a2f-4c93-8b9c-2f3f3f6f0a11' }] },
    })
    const path = '/beta/policies/authenticationmethodspolicy/authenticationMethodConfigurations/TemporaryAccessPass'
    const { text } = await graph.call('GET', path)
    const body = text.replace('"isUsableOnce":false', '"isUsableOnce":true')
    expect(body).not.toBe(text)
    const before = await graph.tap.policy.get({ actor: graph.admin })
    expect((await graph.call('PATCH', path, { body, headers: json })).status).toBe(204)
    expect(await graph.tap.policy.get({ actor: graph.admin })).toEqual({ ...before, isUsableOnce: true })
  })
})

describe('RealmJoin', () => {
  it('deletes every listed pass, then creates one with a type and a lifetime', async () => {
    const graph = entraWorld()
    await graph.issue('ada')
    const listed = await graph.call('GET', betaPasses)
    expect(listed.body.value).toHaveLength(1)
    for (const { id } of listed.body.value) {
      expect((await graph.call('DELETE', `${betaPasses}/${id}`)).status).toBe(204)
    }
    for (const lifetimeInMinutes of [60, 480]) {
      const body = `{"@odata.type":"${passType}","lifetimeInMinutes":${lifetimeInMinutes},"isUsableOnce":true}`
      const created = await graph.call('POST', betaPasses, { body, headers: json })
      expect([created.status, created.body.lifetimeInMinutes]).toEqual([201, lifetimeInMinutes])
      expect(created.body.methodUsabilityReason).not.toBe('DisabledByPolicy')
    }
    expect((await graph.call('GET', betaPasses)).body.value).toHaveLength(1)
  })
})

describe('PnP', () => {
  it('sends a type and a start in UTC, and reads the id as a GUID', async () => {
    const body = `{"@odata.type":"${passType}","startDateTime":"2026-11-23T06:05:00.0000000Z","lifetimeInMinutes":60,"isUsableOnce":false}`
    const created = await entraWorld().call('POST', betaPasses, { body, headers: json })
    expect([created.status, created.body.startDateTime]).toEqual([201, '2026-11-23T06:05:00.000Z'])
    expect(created.body.id).toMatch(guid)
  })
})

describe('MyWorkID and other clients of the generated SDKs', () => {
  it('send an encoded name and only configured properties, and get the code', async () => {
    const graph = entraWorld()
    graph.principal = {
      appId: '6f3c0e2e-7e49-4a9e-9d6d-3a1d4c6a9b10',
      scopes: ['UserAuthenticationMethod.ReadWrite.All'],
    }
    const path = '/v1.0/users/ada%40example.com/authentication/temporaryAccessPassMethods'
    for (const body of [
      `{"@odata.type":"${passType}"}`,
      `{"@odata.type":"${passType}","isUsableOnce":true}`,
      `{"isUsableOnce":true,"lifetimeInMinutes":60,"@odata.type":"${passType}"}`,
    ]) {
      const { status, body: answer } = await graph.call('POST', path, {
        body,
        headers: { ...json, accept: 'application/json', sdkversion: 'graph-dotnet-5.56.0' },
      })
      expect([status, answer.temporaryAccessPass.length]).toEqual([201, 48])
    }
  })

  it('choose a class of the methods by their type', async () => {
    const graph = entraWorld()
    await graph.issue('ada')
    const { body } = await graph.call('GET', '/v1.0/users/ada%40example.com/authentication/methods')
    expect(body.value).toMatchObject([{ '@odata.type': passType, temporaryAccessPass: null }])
  })

  it('may send OData options that have no effect here', async () => {
    const graph = entraWorld()
    await graph.issue('ada')
    for (const query of [
      '$select=id,startDateTime',
      '%24select=id&%24expand=none&%24orderby=id%20desc',
      "$filter=isUsable eq true&$top=5&$count=true&$skip=0&$search='x'",
      '$filter=startswith(id,%27x%27)&$top=-1&$select=',
      '$format=json&api-version=beta&x=%00%ff',
    ]) {
      for (const path of [betaPasses, passes, '/v1.0/users/ada/authentication/methods']) {
        const { status, body } = await graph.call('GET', `${path}?${query}`)
        expect([query, status, body.value.length]).toEqual([query, 200, 1])
      }
    }
  })
})

describe('Maester, EIDSCA, EntraExporter and the Zero Trust Assessment', () => {
  it('read the state and the one-time rule, with either form of the key', async () => {
    const graph = entraWorld()
    const parent = '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations'
    for (const path of [
      `/beta${parent}('TemporaryAccessPass')`,
      `/v1.0${parent}/TemporaryAccessPass`,
      `/beta${parent}/temporaryAccessPass`,
      `/beta${parent}(%27TemporaryAccessPass%27)`,
    ]) {
      const { status, body } = await graph.call('GET', path, { headers: { consistencylevel: 'eventual' } })
      expect([status, body.state, body.isUsableOnce]).toEqual([200, 'enabled', false])
      expect(body['@odata.type']).toBe(configurationType)
    }
  })

  it('find the configuration in the parent policy too', async () => {
    const { body } = await entraWorld().call('GET', '/beta/policies/authenticationMethodsPolicy')
    const found = body.authenticationMethodConfigurations.find(({ id }: { id: string }) => id === 'TemporaryAccessPass')
    expect(found).toMatchObject({ '@odata.type': configurationType, state: 'enabled' })
  })
})

describe('PowerShell', () => {
  it('may send a start without T and without a time zone, as documented', async () => {
    const body = '{\n  "startDateTime": "2026-11-23 06:30:00",\n  "lifetimeInMinutes": 60,\n  "isUsableOnce": true\n}'
    const { status, body: answer } = await entraWorld().call('POST', passes, { body, headers: json })
    expect([status, answer.startDateTime]).toEqual([201, '2026-11-23T06:30:00.000Z'])
  })

  it('may send no body', async () => {
    for (const sent of [{}, { headers: json }, { body: '', headers: json }, { body: '{}', headers: json }]) {
      expect((await entraWorld().call('POST', passes, sent)).status).toBe(201)
    }
  })

  it('learns how a local time was read if it is in the past', async () => {
    const graph = entraWorld()
    const { status, body } = await graph.call('POST', passes, {
      body: '{"startDateTime":"2026-11-23 05:30:00"}',
      headers: json,
    })
    expect([status, body.error.message]).toEqual([
      400,
      'Invalid StartDateTime specified. It can not be a time in the past.',
    ])
    expect(body.error.innerError.details[0].message).toContain('read as UTC')
  })
})
