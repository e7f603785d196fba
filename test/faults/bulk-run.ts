import { writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { createTap } from '../../src/create-tap.js'
import type { Tap } from '../../src/tap.js'
import type { PassRow } from '../../src/verbs/passes/types.js'
import { admin, fastPolicy, seededBytes } from '../support/world.js'

const STANDARD_OUTPUT = 1

/** A list of new hires, and where their passes are kept. */
export interface BulkArgument {
  readonly path: string
  readonly hires: number
}

/** Issues to all of them, and says each result: `person7 created CODE`. */
export async function bulk({ path, hires }: BulkArgument): Promise<void> {
  const tap = await openTap(path)
  for await (const result of tap.passes.createMany({ actor: admin, rows: rowsOf(hires), concurrency: 8 })) {
    const code =
      'pass' in result && result.pass && 'temporaryAccessPass' in result.pass ? result.pass.temporaryAccessPass : '-'
    writeSync(STANDARD_OUTPUT, `${result.row.user} ${result.outcome} ${code}\n`)
  }
}

export async function openTap(path: string): Promise<Tap> {
  const database = new Database(path)
  const store = sqliteStore({ database })
  await store.createSchema()
  return createTap({
    store,
    directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
    keys: [{ id: 'test', secret: seededBytes(7)(32) }],
    policy: { ...fastPolicy },
  })
}

function* rowsOf(hires: number): Generator<PassRow> {
  for (let number = 0; number < hires; number += 1) yield { user: `person${number}`, idempotencyKey: 'hires' }
}
