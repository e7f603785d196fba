import type { Reporter } from 'vitest/node'
import { serverKinds } from '../local-servers/index.js'
import { missingForPair } from '../local-servers/postgres-pair.js'
import { missingRuntimes } from '../runtimes/installed.js'
import { onPath } from './on-path.js'
import { smallDiskMissing } from './small-disk.js'

/** Returns the path of Chromium, from TAP_TEST_CHROMIUM or the PATH. */
export function chromiumPath(): string | undefined {
  return process.env['TAP_TEST_CHROMIUM'] ?? onPath(['chromium', 'chromium-browser', 'google-chrome'])
}

/**
 * Prints the seed first and, last, the tools that this machine lacks and the tests that were skipped.
 * With TAP_TEST_SERVERS=required a missing tool fails the run.
 */
export function reportMissing(seed: string | undefined, timeFactor: string | undefined): Reporter {
  return {
    onInit: () => print(`fast-check seed: TAP_TEST_SEED=${seed}\nTime limits: TAP_TEST_TIME_FACTOR=${timeFactor}`),
    onTestRunEnd: () => {
      const missing = missingTools()
      // No installation can provide this right, so its absence does not fail the run.
      for (const line of [...missing, ...leftOut(smallDiskMissing(), 'test/faults/full-disk')])
        print(`Missing: ${line}`)
      if (missing.length === 0 || process.env['TAP_TEST_SERVERS'] !== 'required') return
      print('TAP_TEST_SERVERS=required: failing the run.')
      process.exitCode = 1
    },
  }
}

function missingTools(): readonly string[] {
  return [
    ...serverKinds.map(({ name, missing }) => leftOut(missing(), `the tests on ${name}`)),
    leftOut(missingForPair(), 'test/faults/failover-postgres'),
    ...missingRuntimes().map((name) => leftOut(name, 'its part of test/runtimes and test/types')),
    leftOut(chromiumMissing(), 'test/stories'),
  ].flat()
}

function chromiumMissing(): string | undefined {
  return chromiumPath() === undefined ? 'chromium (on the PATH, or named by TAP_TEST_CHROMIUM)' : undefined
}

function leftOut(lack: string | undefined, tests: string): readonly string[] {
  return lack === undefined ? [] : [`${lack}; left out: ${tests}`]
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
