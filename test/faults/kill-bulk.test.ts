import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Tap } from '../../src/index.js'
import { installedKinds } from '../local-servers/index.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { startProcess } from '../support/processes.js'
import { rounds } from '../support/rounds.js'
import { scaled } from '../support/time-limits.js'
import { admin } from '../support/world.js'
import { openTap } from './bulk-run.js'

const module = new URL('./bulk-run.ts', import.meta.url)
/** With TAP_TEST_BULK_ROWS this test is a measurement: it creates that many rows and prints a report. */
const wanted = process.env['TAP_TEST_BULK_ROWS']
const hires = Number(wanted ?? rounds(400))
const kills = [0.06, 0.23, 0.55].map((share) => Math.floor(hires * share))
const rowsUnderWay = 8
const maxSignIns = 1_000
const kinds = installedKinds.filter(({ name }) => name === 'SQLite' || name === 'PostgreSQL')

describe('a bulk run that is killed and repeated', () => {
  it.for(kinds)(
    'leaves each user one pass and its code ($name)',
    { timeout: scaled(300_000 + 30 * hires) },
    async (kind) => {
      const server = await shareServer(kind)
      onTestFinished(() => server.stop())
      const address = await server.fresh()
      const codes = new Map<string, string>()
      const heaps: string[] = []
      let returnedTwice = 0
      let unchanged = 0
      const begun = performance.now()
      for (const killAfter of [...kills, Number.POSITIVE_INFINITY]) {
        unchanged = 0
        for (const line of await runUntil(address, killAfter)) {
          const [user = '', outcome, code = ''] = line.split(' ')
          if (user === 'heap') {
            heaps.push(code)
            continue
          }
          if (outcome === 'unchanged') {
            unchanged += 1
            continue
          }
          expect(outcome).toBe('created')
          if (codes.has(user)) returnedTwice += 1
          codes.set(user, code)
        }
      }
      const seconds = (performance.now() - begun) / 1_000
      expect(codes.size).toBe(hires)
      // The next run replaces a code that was returned right before a kill, so the second code is the valid one.
      expect(returnedTwice).toBeLessThanOrEqual(kills.length)
      expect(unchanged).toBeGreaterThanOrEqual((kills.at(-1) ?? 0) - rowsUnderWay)

      const { tap, close } = await openTap(address)
      onTestFinished(close)
      expect(await countLive(tap)).toBe(hires)
      const everySoMany = Math.ceil(hires / maxSignIns)
      for (const [user, code] of [...codes].filter((_, at) => at % everySoMany === 0)) {
        expect((await tap.signIn({ user, code })).ok, user).toBe(true)
      }
      if (wanted !== undefined) {
        process.stdout.write(
          `${kind.name}: ${hires} rows, killed 3 times, ${Math.round(seconds)} s; heap MB ${heaps}\n`,
        )
      }
    },
  )
})

async function countLive(tap: Tap): Promise<number> {
  let live = 0
  let cursor: string | undefined
  do {
    const page = await tap.passes.list({ actor: admin, cursor, limit: 100 })
    live += page.items.filter(({ isUsable }) => isUsable).length
    cursor = page.cursor
  } while (cursor !== undefined)
  return live
}

/** Returns every line that the run printed until it ended, or until it was killed after `lines` lines. */
async function runUntil(address: StoreAddress, lines: number): Promise<readonly string[]> {
  const run = startProcess()
  const output: string[] = []
  const reader = createInterface({ input: run.output })
  const closed = once(reader, 'close')
  const enough = new Promise<void>((resolve) => {
    reader.on('line', (line) => {
      output.push(line)
      if (output.length === lines) resolve()
    })
  })
  const ended = run.run({ module, name: 'bulk', argument: { address, hires } }).catch((error: unknown) => error)
  await Promise.race([enough, ended])
  await run.kill()
  await closed
  expect(await ended).toEqual(lines < hires ? new Error('The process ended early: SIGKILL') : undefined)
  return output
}
