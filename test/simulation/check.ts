import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { bundle } from './planted/bundle.js'

/** Looks for broken laws in seeds that nobody has tried before, on every core. TAP_SIMULATION_SECONDS: CPU time of each. */
const seconds = process.env['TAP_SIMULATION_SECONDS'] ?? '60'

const program = await bundle()
try {
  const codes = await Promise.all(Array.from({ length: availableParallelism() }, check))
  if (codes.some((code) => code !== 0)) process.exitCode = 1
} finally {
  rmSync(dirname(program), { recursive: true })
}

async function check(): Promise<unknown> {
  const first = String(randomInt(1, 2 ** 31))
  const [code] = await once(spawn(process.execPath, [program, 'check', seconds, first], { stdio: 'inherit' }), 'exit')
  return code
}
