import { randomUUID } from 'node:crypto'
import { postgresStore } from '../../adapters/postgres/index.js'
import { openPostgres } from './open-postgres.js'
import { postgresTools } from './postgres-binaries.js'
import { administer, createCluster } from './postgres-cluster.js'
import type { DriverName, StoreAddress } from './store-address.js'
import type { ServerKind, StoreServer } from './store-server.js'

/** PostgreSQL, or the server at TAP_TEST_POSTGRES_URL (its user must be allowed to create databases). */
export const postgres: ServerKind = {
  name: 'PostgreSQL',
  drivers: ['pg.Pool', 'postgres.js', 'pg.Client'],
  missing() {
    if (process.env['TAP_TEST_POSTGRES_URL'] !== undefined) return undefined
    if (postgresTools('initdb', 'postgres') !== undefined) return undefined
    return 'initdb and postgres (apt-get install postgresql, or npm install without --omit=optional), or a TAP_TEST_POSTGRES_URL'
  },
  start: () => startPostgres(),
  attach: (url) => serverAt(url),
}

/** @param settings - `name=value`, for a server of this test alone. */
export async function startPostgres(...settings: readonly string[]): Promise<StoreServer> {
  const url = process.env['TAP_TEST_POSTGRES_URL']
  if (url !== undefined) return serverAt(url)
  const cluster = await createCluster(postgresTools('initdb', 'postgres') ?? '', settings)
  await cluster.start()
  return {
    ...serverAt(cluster.url),
    kill: () => cluster.kill(),
    resume: () => cluster.start(),
    stop: () => cluster.remove(),
  }
}

/** A running server. A test only creates databases on it, and drops them at the end. */
function serverAt(url: string): StoreServer {
  const created: string[] = []
  return {
    url,
    port: Number(new URL(url).port || 5432),
    async fresh(driver: DriverName = 'pg.Pool') {
      const address = await freshDatabase(url, driver)
      created.push(new URL(address.url).pathname.slice(1))
      return address
    },
    async stop() {
      await administer(url, ...created.map((database) => `DROP DATABASE ${database} WITH (FORCE)`))
    },
  }
}

/** Creates a database with the schema. */
export async function freshDatabase(url: string, driver: DriverName): Promise<StoreAddress> {
  const database = `tap_${randomUUID().replaceAll('-', '')}`
  await administer(url, `CREATE DATABASE ${database}`)
  const address: StoreAddress = { driver, url: Object.assign(new URL(url), { pathname: `/${database}` }).href }
  const { client, close } = await openPostgres({ ...address, driver: 'pg.Client' })
  await postgresStore({ client }).createSchema()
  await close()
  return address
}
