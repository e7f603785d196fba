import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'

/** What the two pieces of work take on a quiet machine of two cores, in milliseconds. */
const quiet = { hashing: 120, starting: 45 } as const
/** A limit that grew without end would never stop a test that hangs. */
const maxFactor = 20

/**
 * How many times slower this machine is now than a quiet one with two cores: 1 to 20. Measures wall time, so that load
 * counts as slowness.
 */
export function measureMachine(): number {
  const factor = Math.max(elapsed(hashForAWhile) / quiet.hashing, elapsed(startProcesses) / 3 / quiet.starting)
  return Math.min(maxFactor, Math.max(1, Math.round(factor * 10) / 10))
}

function elapsed(work: () => void): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

function hashForAWhile(): void {
  const bytes = Buffer.alloc(2 ** 20)
  for (let round = 0; round < 100; round += 1) createHash('sha256').update(bytes).digest()
}

function startProcesses(): void {
  for (let each = 0; each < 3; each += 1) spawnSync(process.execPath, ['--eval', ''])
}
