import type pg from 'pg'
import type postgresJs from 'postgres'
import { openPostgres } from '../local-servers/open-postgres.js'
import { postgres } from '../local-servers/postgres.js'
import { administer } from '../local-servers/postgres-cluster.js'
import { shareServer } from '../local-servers/shared.js'
import { tapOf } from './client.js'
import type { Limit, LimitedStore } from './limits.js'

export const postgresLimits: readonly Limit[] = [
  { name: 'when the pg.Pool of PostgreSQL is exhausted', kind: postgres, start: heldPool },
  {
    name: 'when the postgres.js pool of PostgreSQL is exhausted',
    kind: postgres,
    start: heldSql,
  },
  { name: 'when PostgreSQL becomes read-only', kind: postgres, start: readOnly },
]

async function heldPool(): Promise<LimitedStore> {
  const { client, ...opened } = await onServer('pg.Pool', 1)
  const pool = client as pg.Pool
  let reserved: pg.PoolClient | undefined
  return {
    ...opened,
    async impose() {
      reserved = await pool.connect()
    },
    lift: async () => reserved?.release(),
  }
}

async function heldSql(): Promise<LimitedStore> {
  const { client, ...opened } = await onServer('postgres.js', 1)
  const sql = client as postgresJs.Sql
  let reserved: postgresJs.ReservedSql | undefined
  return {
    ...opened,
    async impose() {
      reserved = await sql.reserve()
    },
    lift: async () => reserved?.release(),
  }
}

async function readOnly(): Promise<LimitedStore> {
  const { url, ...opened } = await onServer('pg.Pool', 4)
  const database = new URL(url).pathname.slice(1)
  const server = Object.assign(new URL(url), { pathname: '/postgres' }).href
  // Only new connections read the setting, so the old ones must end.
  const change = async (statement: string): Promise<void> => {
    const terminate = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}'`
    await administer(server, `ALTER DATABASE ${database} ${statement}`, terminate)
  }
  return {
    ...opened,
    impose: () => change('SET default_transaction_read_only = on'),
    lift: () => change('RESET default_transaction_read_only'),
  }
}

async function onServer(driver: 'pg.Pool' | 'postgres.js', max: number) {
  const { fresh, stop } = await shareServer(postgres)
  const address = await fresh(driver)
  const { store, client, close } = await openPostgres({ ...address, options: { max } })
  return {
    url: address.url,
    client,
    tap: tapOf(store),
    async close() {
      await close()
      await stop()
    },
  }
}
