import pg from 'pg'
import postgresJs from 'postgres'
import type { PgClient, PostgresJsClient, SqlStore } from '../../adapters/postgres/index.js'
import { postgresStore } from '../../adapters/postgres/index.js'
import type { DriverName, StoreAddress } from './store-address.js'

/** A store with its pool or connection. */
export interface OpenedPostgres {
  readonly store: SqlStore
  readonly client: PgClient | PostgresJsClient
  close(): Promise<void>
}

/**
 * `options` of the address: `max` connections (postgres.js and `pg.Pool`), `schema` and `table` of the store, and
 * `reconnectMs` after a lost connection (postgres.js).
 *
 * Errors of an idle connection are ignored, because every call fails or succeeds by itself.
 */
export async function openPostgres(address: StoreAddress): Promise<OpenedPostgres> {
  const { schema, table } = address.options ?? {}
  const { client, close } = await (clients[address.driver] ?? noClient)(address)
  const names = {
    ...(schema === undefined ? {} : { schema: String(schema) }),
    ...(table === undefined ? {} : { table: String(table) }),
  }
  return { client, close, store: postgresStore({ client, ...names }) }
}

const clients: Partial<Record<DriverName, (address: StoreAddress) => Promise<Omit<OpenedPostgres, 'store'>>>> = {
  async 'pg.Pool'({ url, options }) {
    const client = new pg.Pool({ connectionString: url, max: Number(options?.['max'] ?? 10) })
    client.on('error', () => {})
    return { client, close: () => client.end() }
  },
  async 'pg.Client'({ url }) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.end() }
  },
  async 'postgres.js'({ url, options }) {
    const { max = 10, reconnectMs } = options ?? {}
    const reconnecting = reconnectMs === undefined ? {} : quickReconnect(Number(reconnectMs))
    // Its own query for types rejects without a handler if the client ends during it.
    const client = postgresJs(url, { max: Number(max), fetch_types: false, onnotice: () => {}, ...reconnecting })
    return { client, close: () => client.end({ timeout: 0 }) }
  },
}

/**
 * A connection of postgres.js 3.4.9 that was lost with a request in its buffer sends no small message any more. A startup
 * message of a kilobyte is sent at once, so that its next attempt succeeds.
 */
function quickReconnect(reconnectMs: number): object {
  const application_name = 'temporary-access-pass'.padEnd(1_024, '.')
  return { backoff: () => reconnectMs / 1_000, connection: { application_name } }
}

function noClient({ driver }: StoreAddress): never {
  throw new RangeError(`${driver} is no driver of PostgreSQL`)
}
