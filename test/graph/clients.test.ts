import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import {
  Client,
  HTTPMessageHandler,
  RedirectHandler,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client'
import type {
  TemporaryAccessPassAuthenticationMethod,
  TemporaryAccessPassAuthenticationMethodConfiguration,
} from '@microsoft/microsoft-graph-types'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { BusyError } from '../../src/index.js'
import { versions } from '../adapters/express/server.js'
import { graphUsers } from '../adapters/graph/graph-world.js'
import { startProcess } from '../support/processes.js'
import type { World } from '../support/world.js'
import { createWorld } from '../support/world.js'
import { selfSignedCertificate } from './support/certificate.js'
import { driveAsApplication, driveAsSelf } from './support/every-endpoint.js'
import type { GraphServer } from './support/graph-server.js'
import { startGraphServer } from './support/graph-server.js'

describe('the JavaScript client of Graph', () => {
  let folder: string
  let database: Database.Database
  let world: World
  let server: GraphServer

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tap-graph-'))
    database = new Database(join(folder, 'passes.sqlite'))
    const store = sqliteStore({ database })
    await store.createSchema()
    world = createWorld({ users: graphUsers, store })
    server = await startGraphServer(world.tap)
  })
  afterEach(() => {
    server.close()
    database.close()
    rmSync(folder, { recursive: true })
  })

  for (const [name, createApp] of versions) {
    it(`can use every endpoint over HTTP in ${name}, with its own middleware`, async () => {
      const mounted = await startGraphServer(world.tap, { createApp })
      try {
        const { id } = await world.issue('ada')
        await driveAsSelf(clientOf(mounted, 'ada'), id)
        const code = await driveAsApplication(clientOf(mounted, 'application'), 'ada@example.com')
        expect(await world.enter(code)).toBe('signedIn')
      } finally {
        mounted.close()
      }
    })
  }

  it('can use every endpoint over HTTPS as a custom host', async () => {
    const { id } = await world.issue('ada')
    const certificate = selfSignedCertificate()
    const file = join(folder, 'certificate.pem')
    writeFileSync(file, certificate.cert)
    vi.stubEnv('NODE_EXTRA_CA_CERTS', file)
    const secure = await startGraphServer(world.tap, { certificate })
    const child = startProcess()
    try {
      const argument = { baseUrl: secure.baseUrl, user: 'ada@example.com', passId: id }
      const module = new URL('./support/https-client.ts', import.meta.url)
      const code = await child.run({ module, name: 'driveOverHttps', argument })
      expect(await world.enter(String(code))).toBe('signedIn')
      const [first] = secure.seen
      expect(first?.get('sdkversion')).toMatch(/^graph-js\//)
      expect(first?.get('client-request-id')).toMatch(/^[\da-f-]{36}$/)
    } finally {
      await child.kill()
      secure.close()
      vi.unstubAllEnvs()
    }
  })

  it('waits for Retry-After and repeats the request', async () => {
    let refusals = 0
    const passes = {
      ...world.tap.passes,
      get: async (...input: Parameters<typeof world.tap.passes.get>) => {
        refusals += 1
        if (refusals === 1) throw new BusyError(1)
        return world.tap.passes.get(...input)
      },
    }
    const busy = await startGraphServer({ ...world.tap, passes })
    try {
      const path = '/users/ada/authentication/temporaryAccessPassMethods'
      expect((await clientOf(busy, 'application').api(path).get()).value).toEqual([])
      expect(busy.seen.map((headers) => headers.get('retry-attempt'))).toEqual([null, '1'])
    } finally {
      busy.close()
    }
  })

  it('follows a redirect with its token and its body', async () => {
    const moved = { ...server, baseUrl: server.baseUrl.replace(/graph$/, 'moved') }
    const path = '/users/ada/authentication/temporaryAccessPassMethods'
    const { lifetimeInMinutes } = await clientOf(moved, 'application').api(path).post({ lifetimeInMinutes: 75 })
    expect(lifetimeInMinutes).toBe(75)
  })

  it('gets responses that fit its types', async () => {
    const api = clientOf(server, 'application')
    const { '@odata.context': passContext, ...pass } = await api
      .api('/users/ada/authentication/temporaryAccessPassMethods')
      .post({ startDateTime: '2026-11-23T08:00:00+01:00', isUsableOnce: true })
    expect(passContext).toContain("#users('ada')/")
    expect(pass).toEqual({
      id: expect.any(String) as string,
      temporaryAccessPass: expect.any(String) as string,
      createdDateTime: '2026-11-23T06:00:00.000Z',
      startDateTime: '2026-11-23T07:00:00.000Z',
      lifetimeInMinutes: 60,
      isUsableOnce: true,
      isUsable: false,
      methodUsabilityReason: 'NotYetValid',
    } satisfies Required<TemporaryAccessPassAuthenticationMethod>)
    const configuration = await api
      .api('/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass')
      .get()
    const { '@odata.context': _, '@odata.type': __, 'includeTargets@odata.context': ___, ...policy } = configuration
    expect(policy).toEqual({
      id: 'TemporaryAccessPass',
      state: 'enabled',
      defaultLifetimeInMinutes: 60,
      defaultLength: 48,
      minimumLifetimeInMinutes: 10,
      maximumLifetimeInMinutes: 43_200,
      isUsableOnce: false,
      includeTargets: [{ id: 'all_users', targetType: 'group', isRegistrationRequired: false }],
      excludeTargets: [],
    } satisfies Required<TemporaryAccessPassAuthenticationMethodConfiguration>)
  })

  it('gets a 401 for an unknown token', async () => {
    const path = '/users/ada/authentication/methods'
    await expect(clientOf(server, 'unknown').api(path).get()).rejects.toMatchObject({
      statusCode: 401,
      code: 'InvalidAuthenticationToken',
    })
  })
})

/** The client sends its own token over HTTPS only, so a middleware adds it here. */
function clientOf({ baseUrl }: Pick<GraphServer, 'baseUrl'>, token: string): Client {
  const chain = [
    tokenLink(token),
    new RetryHandler(new RetryHandlerOptions(1, 3)),
    new RedirectHandler(),
    new TelemetryHandler(),
    new HTTPMessageHandler(),
  ]
  return Client.initWithMiddleware({ baseUrl, middleware: chain })
}

function tokenLink(token: string): Middleware {
  let next: Middleware | undefined
  return {
    async execute(context: Context) {
      context.options = {
        ...context.options,
        headers: { ...context.options?.headers, authorization: `Bearer ${token}` },
      }
      await next?.execute(context)
    },
    setNext(link) {
      next = link
    },
  }
}
