import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { OpenedStore } from './opened-store.js'
import type { StoreAddress } from './store-address.js'
import type { ServerKind } from './store-server.js'

/** Files in a folder, because SQLite has no server. */
export const sqlite: ServerKind = {
  name: 'SQLite',
  drivers: ['better-sqlite3'],
  missing: () => undefined,
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'tap-sqlite-'))
    let files = 0
    return {
      port: undefined,
      async fresh() {
        files += 1
        const address: StoreAddress = { driver: 'better-sqlite3', url: join(folder, `passes-${files}.db`) }
        const { close } = await openSqlite(address)
        await close()
        return address
      },
      async stop() {
        rmSync(folder, { recursive: true })
      },
    }
  },
}

export async function openSqlite({ url }: StoreAddress): Promise<OpenedStore> {
  const database = new Database(url)
  const store = sqliteStore({ database })
  await store.createSchema()
  return {
    store,
    async close() {
      database.close()
    },
  }
}
