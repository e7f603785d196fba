import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { StoredDocument } from '../../src/ports/store.js'
import { sqliteFile } from '../contract/sqlite-files.js'
import type { StartedProcess } from '../support/processes.js'
import { startProcess } from '../support/processes.js'
import { rounds } from '../support/rounds.js'
import type { StormArgument } from './write-storm.js'
import { documentCount, keyOf, stateOf } from './write-storm.js'

const kills = rounds(12)
const module = new URL('./write-storm.ts', import.meta.url)

describe('a process killed while it writes to SQLite', () => {
  const file = sqliteFile()
  const ready: StartedProcess[] = []
  afterAll(async () => {
    await Promise.all(ready.map(({ kill }) => kill()))
    file.dispose()
  })

  it('leaves each document whole', async () => {
    const steps = Array.from({ length: documentCount }, () => 0)
    let cut = 0
    for (let round = 0; round < kills; round += 1) {
      // The next process starts while this one writes.
      const storm = ready.pop() ?? startProcess()
      ready.push(startProcess())
      const output = await killAfter(storm, { path: file.path, steps }, 40 + round * 7)

      const left = await readAll(file.path)
      expect(left.integrity).toEqual([{ integrity_check: 'ok' }])
      for (const [id, found] of left.documents.entries()) {
        const { begun, done } = progress(output, id, steps[id] ?? 0)
        const isAfter = begun > done && isDeepStrictEqual(found ?? null, stateOf(id, begun))
        if (!isAfter) expect(found ?? null, `document ${id}`).toEqual(stateOf(id, done))
        if (begun > done) cut += 1
        steps[id] = isAfter ? begun : done
      }
    }
    expect(steps.every((step) => step > kills)).toBe(true)
    // Without a kill in the middle of a write this test would prove nothing.
    expect(cut).toBeGreaterThan(0)
  })
})

/** Kills the process once it has printed `lines` lines. Returns everything that it printed. */
async function killAfter(storm: StartedProcess, argument: StormArgument, lines: number): Promise<readonly string[]> {
  const output: string[] = []
  const reader = createInterface({ input: storm.output })
  const closed = once(reader, 'close')
  const enough = new Promise<void>((resolve) => {
    reader.on('line', (line) => {
      output.push(line)
      if (output.length === lines) resolve()
    })
  })
  const ended = storm.run({ module, name: 'storm', argument }).catch((error: unknown) => error)
  await Promise.race([enough, ended])
  await storm.kill()
  await closed
  expect(await ended).toEqual(new Error('The process ended early: SIGKILL'))
  return output
}

/** Returns the last write of a document that began, and the last that was acknowledged. */
function progress(
  output: readonly string[],
  id: number,
  from: number,
): { readonly begun: number; readonly done: number } {
  const last = (word: string) =>
    output.reduce((step, line) => (line.startsWith(`${word} ${id} `) ? Number(line.split(' ')[2]) : step), from)
  return { begun: last('begin'), done: last('done') }
}

// Only one connection is open then. Opening it recovers what the killed process left.
async function readAll(
  path: string,
): Promise<{ integrity: unknown; documents: readonly (StoredDocument | undefined)[] }> {
  const database = new Database(path)
  try {
    const integrity = database.pragma('integrity_check')
    const keys = Array.from({ length: documentCount }, (_, id) => keyOf(id))
    return { integrity, documents: await sqliteStore({ database }).read(keys) }
  } finally {
    database.close()
  }
}
