import assert from 'node:assert/strict'
import type { Client } from '@microsoft/microsoft-graph-client'
import { GraphError } from '@microsoft/microsoft-graph-client'

const configurationType = '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration'
const parent = '/policies/authenticationMethodsPolicy'
const configurations = `${parent}/authenticationMethodConfigurations`

/**
 * Calls every endpoint in both versions as an application with every permission.
 *
 * @returns The code of the pass that `user` has at the end.
 */
export async function driveAsApplication(client: Client, user: string): Promise<string> {
  let code = ''
  for (const version of ['v1.0', 'beta']) {
    const api = (path: string) => client.api(path).version(version)
    await drivePolicy(api)
    code = await drivePasses(api, `/users/${user}/authentication`)
    await refused(api('/me/authentication/methods').get(), 400, 'BadRequest')
  }
  return code
}

/** Calls the endpoints of `/me` as a user who may not issue passes. `passId` is their pass. */
export async function driveAsSelf(client: Client, passId: string): Promise<void> {
  const passes = '/me/authentication/temporaryAccessPassMethods'
  for (const version of ['v1.0', 'beta']) {
    const api = (path: string) => client.api(path).version(version)
    assert.deepEqual(idsOf(await api(passes).get()), [passId])
    assert.deepEqual(idsOf(await api('/me/authentication/methods').get()), [passId])
    assert.equal((await api(`${passes}/${passId}`).get()).id, passId)
    await refused(api(passes).post({}), 403, 'accessDenied')
    await refused(api(configurations).get(), 403, 'accessDenied')
  }
  await client.api(`${passes}/${passId}`).delete()
  assert.deepEqual(idsOf(await client.api(passes).get()), [])
}

type Api = (path: string) => ReturnType<Client['api']>

async function drivePolicy(api: Api): Promise<void> {
  const path = `${configurations}/temporaryAccessPass`
  await api(path).delete()
  const first = await api(path).get()
  assert.equal(first['@odata.type'], configurationType)
  assert.equal(first.state, 'disabled')
  // Reads, changes and sends back the configuration, with the other form of the key.
  await api(`${configurations}('TemporaryAccessPass')`).patch({ ...first, state: 'enabled', defaultLength: 48 })
  assert.deepEqual(await api(path).get(), { ...first, state: 'enabled', defaultLength: 48 })
  assert.deepEqual(idsOf(await api(configurations).get()), ['TemporaryAccessPass'])
  const whole = await api(parent).get()
  assert.deepEqual(whole.authenticationMethodConfigurations[0].defaultLength, 48)
  const patch = { '@odata.type': configurationType, maximumLifetimeInMinutes: 600 }
  await api(parent).patch({ authenticationMethodConfigurations: [patch] })
  assert.equal((await api(path).get()).maximumLifetimeInMinutes, 600)
  await refused(api(path).patch({ isUsableOnce: true }), 400, 'badRequest')
}

async function drivePasses(api: Api, owner: string): Promise<string> {
  const passes = `${owner}/temporaryAccessPassMethods`
  const wanted = { '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethod', lifetimeInMinutes: 90 }
  const first = await api(passes).post({ ...wanted, isUsableOnce: true })
  assert.equal(first.lifetimeInMinutes, 90)
  assert.equal(first.temporaryAccessPass.length, 48)
  const { temporaryAccessPass, '@odata.context': _, ...shown } = first
  const list = await api(passes).select('id').top(5).count(true).expand('x').filter('isUsable eq true').get()
  assert.deepEqual(list.value, [{ id: first.id }])
  const { '@odata.context': __, ...one } = await api(`${passes}/${first.id}`).get()
  assert.deepEqual(one, { ...shown, temporaryAccessPass: null })
  const methods = await api(`${owner}/methods`).get()
  assert.equal(methods.value[0]['@odata.type'], wanted['@odata.type'])
  assert.equal((await api(`${owner}/methods/${first.id}`).get()).id, first.id)

  await refused(api(passes).post({ lifetimeInMinutes: 601 }), 400, 'badRequest', /between 60 and 600\.$/)
  await refused(api(`${passes}/${first.id}`).patch({ isUsableOnce: false }), 405, 'methodNotAllowed')
  await api(`${passes}/${first.id}`).delete()
  await refused(api(`${passes}/${first.id}`).get(), 404, 'resourceNotFound')
  await refused(api(`${passes}/${first.id}`).delete(), 404, 'resourceNotFound')
  assert.deepEqual(idsOf(await api(passes).get()), [])

  const second = await api(passes).post({})
  assert.notEqual(second.temporaryAccessPass, temporaryAccessPass)
  return second.temporaryAccessPass
}

function idsOf(list: { readonly value: readonly { readonly id: string }[] }): readonly string[] {
  return list.value.map(({ id }) => id)
}

/** Fails unless the client gets this error, with its request id. */
async function refused(answer: Promise<unknown>, status: number, code: string, message: RegExp = /./): Promise<void> {
  await assert.rejects(answer, (error: unknown) => {
    assert(error instanceof GraphError)
    assert.deepEqual([error.statusCode, error.code], [status, code])
    assert.match(error.message, message)
    assert.match(error.requestId ?? '', /^[\da-f-]{36}$/)
    assert.equal(error.headers?.get('request-id'), error.requestId)
    return true
  })
}
