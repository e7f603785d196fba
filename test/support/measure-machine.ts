import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'

/** Milliseconds that the two measurements take on an idle machine with two cores. */
const quiet = { hashing: 120, starting: 45 } as const
/** Without a maximum, a test that hangs would never stop. */
const maxFactor = 20

/**
 * Returns how many times slower this machine is now than an idle one with two cores: 1 to 20. It measures wall time, so
 * that load counts too.
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
