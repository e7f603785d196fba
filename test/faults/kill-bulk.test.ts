import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteFile } from '../contract/sqlite-files.js'
import { startProcess } from '../support/processes.js'
import { openTap } from './bulk-run.js'

const module = new URL('./bulk-run.ts', import.meta.url)
const hires = 600

describe('a run killed in the middle, and run again, and killed again', () => {
  const file = sqliteFile()
  afterAll(() => file.dispose())

  it('leaves every person with exactly one live pass, whose code was told', { timeout: 300_000 }, async () => {
    const codes = new Map<string, string>()
    const toldTwice: string[] = []
    let unchanged = 0
    for (const killAfter of [37, 140, 333, Number.POSITIVE_INFINITY]) {
      unchanged = 0
      for (const line of await runUntil(file.path, killAfter)) {
        const [user = '', outcome, code = ''] = line.split(' ')
        if (outcome === 'unchanged') unchanged += 1
        else expect(outcome).toBe('created')
        if (outcome !== 'created') continue
        if (codes.has(user)) toldTwice.push(user)
        codes.set(user, code)
      }
    }
    expect(codes.size).toBe(hires)
    // Told as the last before the kill, and then once more: of these the second code is good.
    expect(toldTwice.length).toBeLessThanOrEqual(3)
    expect(unchanged).toBeGreaterThanOrEqual(333 - 8)
    const tap = await openTap(file.path)
    for (const [user, code] of codes) expect((await tap.signIn({ user, code })).ok, user).toBe(true)
  })
})

/** Every line that the run has said when it is over, or is killed having said so many. */
async function runUntil(path: string, lines: number): Promise<readonly string[]> {
  const run = startProcess()
  const said: string[] = []
  const reader = createInterface({ input: run.output })
  const closed = once(reader, 'close')
  const enough = new Promise<void>((resolve) => {
    reader.on('line', (line) => {
      said.push(line)
      if (said.length === lines) resolve()
    })
  })
  const ended = run.run({ module, name: 'bulk', argument: { path, hires } }).catch((error: unknown) => error)
  await Promise.race([enough, ended])
  await run.kill()
  await closed
  expect(await ended).toEqual(lines < hires ? new Error('The process ended early: SIGKILL') : undefined)
  return said
}
