import { describe, expect, it, onTestFinished } from 'vitest'
import { installedKinds } from '../local-servers/index.js'
import { openStore } from '../local-servers/open-store.js'
import { startIdp } from './support/idp.js'

// The example connects to one server, and one server of a cluster is not the whole cluster.
const kinds = installedKinds.filter(({ name }) => name !== 'Redis Cluster')

describe('DATABASE_URL', () => {
  it.for(kinds)('stores the passes of the example in $name', async (kind) => {
    const server = await kind.start()
    onTestFinished(() => server.stop())
    const address = await server.fresh()
    const databaseUrl = address.url.includes('://') ? address.url : `sqlite:${address.url}`
    const idp = await startIdp({ databaseUrl })
    onTestFinished(() => idp.close())
    const code = await idp.issue('ben', { isUsableOnce: true })
    const user = idp.user('ben').id
    const [entered, again] = [await idp.app.tap.signIn({ user, code }), await idp.app.tap.signIn({ user, code })]
    expect([entered.ok, again.ok]).toEqual([true, false])

    // The example uses the default table names of the store.
    const { store, close } = await openStore({ ...address, options: undefined })
    onTestFinished(close)
    const [document] = await store.read([{ tenantId: 'default', kind: 'user', id: user }])
    expect(document?.body).toContain('oneTimeUsed')
  })

  it('is refused with the list of supported databases when the scheme is unknown', async () => {
    const started = startIdp({ databaseUrl: 'mongodb://localhost' })
    await expect(started).rejects.toThrow('DATABASE_URL must begin with one of sqlite:, postgres:, mysql:, redis:')
  })
})
