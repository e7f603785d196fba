import pg from 'pg'
import type { PgClient, PgStatement, PostgresStoreOptions, SqlStore } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { administer } from '../../local-servers/postgres-cluster.js'
import type { StoreServer } from '../../local-servers/store-server.js'

export const document = { revision: 'r1', body: '{"state":"usable"}', seal: 'c2VhbA', retainUntilMs: 1_700_000_000_000 }
export const keyOf = (id: string) => ({ tenantId: 'acme', kind: 'user', id })

/** A database for tests, with all connections to it. */
export interface TestDatabase {
  readonly url: string
  /** Runs SQL on a separate connection. */
  run(...statements: readonly string[]): Promise<readonly unknown[]>
  /** Opens another connection. */
  connect(): Promise<pg.Client>
  /** Opens a store over another connection, or over the given client. */
  open(options?: Partial<PostgresStoreOptions>): Promise<SqlStore>
  dispose(): Promise<void>
}

export async function testDatabase(server: StoreServer): Promise<TestDatabase> {
  const { url } = await server.fresh()
  const ends: (() => Promise<unknown>)[] = []
  const connect = async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    ends.push(() => client.end())
    return client
  }
  return {
    url,
    connect,
    run: (...statements) => administer(url, ...statements),
    open: async (options = {}) => postgresStore({ client: options.client ?? (await connect()), ...options }),
    async dispose() {
      for (const end of ends) await end()
    },
  }
}

/** Returns a client that records the text of every query. */
export function recordQueries(client: PgClient): { readonly client: PgClient; readonly queries: string[] } {
  const queries: string[] = []
  const query = (statement: string | PgStatement) => {
    queries.push(typeof statement === 'string' ? statement : statement.text)
    return client.query(statement)
  }
  return { client: { query }, queries }
}
