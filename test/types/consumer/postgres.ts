import { Client, Pool } from 'pg'
import postgres from 'postgres'
import type { PgClient, PostgresJsClient, SqlStore } from 'temporary-access-pass/postgres'
import { postgresStore } from 'temporary-access-pass/postgres'

// These fit without a cast: pool and connection of pg, and every sql of postgres.js.

const pool = new Pool()
export const overPool: SqlStore = postgresStore({ client: pool, schema: 'auth', table: 'passes' })
export const overClient: SqlStore = postgresStore({ client: new Client(), onWarning: ({ message }) => message })

export async function overChecked(): Promise<SqlStore> {
  return postgresStore({ client: await pool.connect() })
}

const sql = postgres()
export const overSql: SqlStore = postgresStore({ client: sql })
export const overTyped: SqlStore = postgresStore({ client: postgres({ types: { bigint: postgres.BigInt } }) })

export async function overReserved(): Promise<SqlStore> {
  return postgresStore({ client: await sql.reserve() })
}

export const clients: readonly (PgClient | PostgresJsClient)[] = [pool, sql]

// These do not fit.

// @ts-expect-error: an address is no client
export const overAddress: SqlStore = postgresStore({ client: 'postgres://localhost' })
// @ts-expect-error: its methods return nothing
export const overNothing: SqlStore = postgresStore({ client: { query: () => undefined } })
