import { openStore } from '../../test/local-servers/open-store.js'
import { progress } from '../support/progress.js'
import type { BenchServer } from './bench-servers.js'
import { fill } from './fill/fill.js'
import type { BenchUsers } from './users.js'
import { createUsers } from './users.js'

/** A store with a few users who sign in, and many other documents. */
export interface FullStore {
  readonly users: BenchUsers
  close(): Promise<void>
}

const userCount = 64
const hour = 3_600_000

/** The documents are past their retention date, so that a benchmark can sweep them. */
export async function openFullStore(server: BenchServer, documents: number): Promise<FullStore> {
  progress(`${server.name}: a store with ${documents.toLocaleString('en-US')} documents`)
  const address = await server.fresh()
  const { store, close } = await openStore(address)
  const users = await createUsers(store, userCount)
  const [, key] = await users.keysOf(0)
  const [document] = key ? await store.read([key]) : []
  if (key === undefined || document === undefined) throw new Error('A sign-in must read the document of the user')
  await fill(address, { key, document: { ...document, retainUntilMs: Date.now() - hour } }, documents)
  return { users, close }
}
