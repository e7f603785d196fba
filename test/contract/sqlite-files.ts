import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SqliteDatabase, SqlStore } from '../../adapters/sqlite/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'

/** Any driver's connection, and how to end it. */
export interface OpenDatabase extends SqliteDatabase {
  close(): unknown
}

/** Opens a file with one driver. */
export type Driver = (file: string) => OpenDatabase

/** The drivers that this runtime has: better-sqlite3 always, `node:sqlite` where Node brings it along. */
export function sqliteDrivers(): ReadonlyMap<string, Driver> {
  const drivers = new Map<string, Driver>([['better-sqlite3', (file) => new Database(file)]])
  const builtIn = nodeSqlite()
  if (builtIn !== undefined) drivers.set('node:sqlite', (file) => new builtIn.DatabaseSync(file))
  return drivers
}

/** Node 20's types do not know the module that later Nodes have. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string) => OpenDatabase
}

function nodeSqlite(): NodeSqlite | undefined {
  const found = (process.getBuiltinModule as (name: string) => unknown)('node:sqlite') as NodeSqlite | undefined
  if (found === undefined) return undefined
  const probe = new found.DatabaseSync(':memory:')
  const isRecent = typeof probe.isTransaction === 'boolean'
  probe.close()
  return isRecent ? found : undefined
}

/** One SQLite file in a folder of its own, and every connection to it. */
export interface SqliteFile {
  readonly path: string
  /** A further connection. */
  connect(): OpenDatabase
  /** A store over a further connection. */
  open(): Promise<SqlStore>
  /** Closes every connection and deletes the folder. */
  dispose(): void
}

export function sqliteFile(driver: Driver = (file) => new Database(file)): SqliteFile {
  const folder = mkdtempSync(join(tmpdir(), 'tap-sqlite-'))
  const path = join(folder, 'passes.db')
  const connections: OpenDatabase[] = []
  const connect = (): OpenDatabase => {
    const connection = driver(path)
    connections.push(connection)
    return connection
  }
  return {
    path,
    connect,
    async open() {
      const store = sqliteStore({ database: connect() })
      await store.createSchema()
      return store
    },
    dispose() {
      for (const connection of connections) connection.close()
      rmSync(folder, { recursive: true })
    },
  }
}
