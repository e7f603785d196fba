import Database from 'better-sqlite3'
import type { SqlStore } from '../../adapters/sqlite/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { Store } from '../../src/ports/store.js'
import type { StartedProcess } from '../support/processes.js'

/** One call of a store in another process. */
export interface RemoteCall {
  readonly path: string
  readonly method: keyof Store
  readonly parameters: readonly unknown[]
}

const here = new URL(import.meta.url)

/** A store whose methods run in a child process, over a connection which that process keeps. */
export function remoteStore(process: StartedProcess, path: string): Store {
  const call =
    <Answer>(method: keyof Store) =>
    (...parameters: readonly unknown[]) =>
      process.run({ module: here, name: 'callStore', argument: { path, method, parameters } }) as Promise<Answer>
  return { read: call('read'), compareAndSet: call('compareAndSet'), sweep: call('sweep'), scan: call('scan') }
}

const stores = new Map<string, SqlStore>()

/** Runs in the child process. */
export async function callStore({ path, method, parameters }: RemoteCall): Promise<unknown> {
  const store = stores.get(path) ?? sqliteStore({ database: new Database(path) })
  stores.set(path, store)
  await store.createSchema()
  return (store[method] as (...parameters: readonly unknown[]) => Promise<unknown>)(...parameters)
}
