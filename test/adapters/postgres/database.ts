import pg from 'pg'
import type { PgClient, PgStatement, PostgresStoreOptions, SqlStore } from '../../../adapters/postgres/index.js'
import { postgresStore } from '../../../adapters/postgres/index.js'
import { administer } from '../../support/servers/postgres-cluster.js'
import type { StoreServer } from '../../support/servers/store-server.js'

export const document = { revision: 'r1', body: '{"state":"usable"}', seal: 'c2VhbA', retainUntilMs: 1_700_000_000_000 }
export const keyOf = (id: string) => ({ tenantId: 'acme', kind: 'user', id })

/** One database of a test, and every connection to it. */
export interface TestDatabase {
  readonly url: string
  /** Runs SQL on a connection of its own. */
  run(...statements: readonly string[]): Promise<readonly unknown[]>
  /** A further connection. */
  connect(): Promise<pg.Client>
  /** A store over a further connection, or over the client given. */
  open(options?: Partial<PostgresStoreOptions>): Promise<SqlStore>
  /** Calls at the end, before the database goes. */
  defer(end: () => Promise<unknown>): void
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
    defer: (end) => ends.push(end),
    async dispose() {
      for (const end of ends) await end()
    },
  }
}

/** The same client, and every text it is asked. */
export function counting(client: PgClient): { readonly client: PgClient; readonly asked: string[] } {
  const asked: string[] = []
  const query = (statement: string | PgStatement) => {
    asked.push(typeof statement === 'string' ? statement : statement.text)
    return client.query(statement)
  }
  return { client: { query }, asked }
}
