import { writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'

/** The number of documents that the storm writes in turn. */
export const documentCount = 8
const standardOutput = 1

/** Returns the state of a document at a step: `null` before its first write and at every removal. */
export function stateOf(id: number, step: number): StoredDocument | null {
  if (step === 0 || step % 5 === 4) return null
  // The text is long and repeats one mark, so that a torn row is visible.
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

/** Where the storm continues after a kill. */
export interface StormArgument {
  readonly path: string
  /** The stored step of each document. */
  readonly steps: readonly number[]
}

/** Runs in a child process until it is killed. Prints each write before and after it. */
export async function storm({ path, steps }: StormArgument): Promise<void> {
  const store = sqliteStore({ database: new Database(path) })
  await store.createSchema()
  const reached = [...steps]
  for (let turn = 0; ; turn += 1) {
    const id = turn % documentCount
    const step = reached[id] ?? 0
    const next = step + 1
    writeSync(standardOutput, `begin ${id} ${next}\n`)
    const isWritten = await store.compareAndSet(keyOf(id), stateOf(id, step)?.revision ?? null, stateOf(id, next))
    if (!isWritten) throw new Error(`Document ${id} was not at step ${step}`)
    writeSync(standardOutput, `done ${id} ${next}\n`)
    reached[id] = next
  }
}
