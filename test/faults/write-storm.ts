import { writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'

/** Documents that the storm writes, round and round. */
export const DOCUMENTS = 8
const STANDARD_OUTPUT = 1

/** Which state of a document: `null` before it was first written, and whenever its turn to be removed has come. */
export function stateOf(id: number, step: number): StoredDocument | null {
  if (step === 0 || step % 5 === 4) return null
  // Large and of one mark throughout, so that a torn row would show.
  const mark = `${id}-${step}`
  return {
    revision: mark,
    body: JSON.stringify(Array.from({ length: 400 }, () => mark)),
    seal: mark,
    retainUntilMs: step,
  }
}

export function keyOf(id: number): StoreKey {
  return { tenantId: 'storm', kind: 'storm', id: String(id) }
}

/** How the storm goes on from where the last one was killed. */
export interface StormArgument {
  readonly path: string
  /** By document: the step that is stored. */
  readonly steps: readonly number[]
}

/** Runs in a child process until it is killed: says what it is about to write, writes, and says so. */
export async function storm({ path, steps }: StormArgument): Promise<void> {
  const store = sqliteStore({ database: new Database(path) })
  await store.createSchema()
  const reached = [...steps]
  for (let turn = 0; ; turn += 1) {
    const id = turn % DOCUMENTS
    const step = reached[id] ?? 0
    const next = step + 1
    writeSync(STANDARD_OUTPUT, `begin ${id} ${next}\n`)
    const isWritten = await store.compareAndSet(keyOf(id), stateOf(id, step)?.revision ?? null, stateOf(id, next))
    if (!isWritten) throw new Error(`Document ${id} was not at step ${step}`)
    writeSync(STANDARD_OUTPUT, `done ${id} ${next}\n`)
    reached[id] = next
  }
}
