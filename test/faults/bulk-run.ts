import { writeSync } from 'node:fs'
import type { PassRow } from '../../src/api/passes.js'
import type { Tap } from '../../src/api/tap.js'
import { createTap } from '../../src/create-tap.js'
import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { admin, fastPolicy, seededBytes } from '../support/world.js'

const standardOutput = 1

/** A list of new users, and the address of the store. */
export interface BulkArgument {
  readonly address: StoreAddress
  readonly hires: number
}

const heapReportInterval = 10_000

/** Creates a pass for every user. Prints each result as `user7 created CODE`, and at times `heap - 12` (megabytes). */
export async function bulk({ address, hires }: BulkArgument): Promise<void> {
  const { tap, close } = await openTap(address)
  for await (const result of tap.passes.createMany({ actor: admin, rows: rowsOf(hires), concurrency: 8 })) {
    const code =
      'pass' in result && result.pass && 'temporaryAccessPass' in result.pass ? result.pass.temporaryAccessPass : '-'
    say(`${result.row.user} ${result.outcome} ${code}`)
    if (result.index % heapReportInterval === heapReportInterval - 1) say(`heap - ${heapInMegabytes()}`)
  }
  await close()
}

/** Waits while the reader is behind. A line is short enough to be written whole or not at all. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(standardOutput, `${line}\n`)
      return
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}

function heapInMegabytes(): number {
  return Math.round(process.memoryUsage().heapUsed / 1_000_000)
}

export async function openTap(
  address: StoreAddress,
): Promise<{ readonly tap: Tap; readonly close: () => Promise<void> }> {
  const { store, close } = await openStore(address)
  const tap = createTap({
    store,
    directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
    keys: [{ id: 'test', secret: seededBytes(7)(32) }],
    policy: { ...fastPolicy },
  })
  return { tap, close }
}

function* rowsOf(hires: number): Generator<PassRow> {
  for (let number = 0; number < hires; number += 1) yield { user: `user${number}`, idempotencyKey: 'hires' }
}
