import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SqliteDatabase, SqlStore } from '../../adapters/sqlite/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'

/** A connection of any driver. */
export interface OpenDatabase extends SqliteDatabase {
  close(): unknown
}

/** Opens a file with one driver. */
export type OpenFile = (file: string) => OpenDatabase

/** Returns the drivers of this runtime: better-sqlite3, and `node:sqlite` if this version of Node has it. */
export function sqliteDrivers(): ReadonlyMap<string, OpenFile> {
  const drivers = new Map<string, OpenFile>([['better-sqlite3', (file) => new Database(file)]])
  const builtIn = nodeSqlite()
  if (builtIn !== undefined) drivers.set('node:sqlite', (file) => new builtIn.DatabaseSync(file))
  return drivers
}

/** The types of Node 20 lack this module. */
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

/** A SQLite file in its own folder, with all connections to it. */
export interface SqliteFile {
  readonly path: string
  /** Opens another connection. */
  connect(): OpenDatabase
  /** Opens another connection, and returns a store over it. */
  open(): Promise<SqlStore>
  /** Closes every connection and deletes the folder. */
  dispose(): void
}

export function sqliteFile(openFile: OpenFile = (file) => new Database(file)): SqliteFile {
  const folder = mkdtempSync(join(tmpdir(), 'tap-sqlite-'))
  const path = join(folder, 'passes.db')
  const connections: OpenDatabase[] = []
  const connect = (): OpenDatabase => {
    const connection = openFile(path)
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
