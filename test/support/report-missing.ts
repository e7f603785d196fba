import type { Reporter } from 'vitest/node'
import { missingRuntimes } from '../runtimes/installed.js'
import { onPath } from './on-path.js'
import { serverKinds } from './servers/index.js'

/** A Chromium to drive, from TAP_TEST_CHROMIUM or the PATH. */
export function chromiumPath(): string | undefined {
  return process.env['TAP_TEST_CHROMIUM'] ?? onPath(['chromium', 'chromium-browser', 'google-chrome'])
}

/**
 * Prints the seed first and, last, what this machine lacks and which tests were left out for it.
 * With TAP_TEST_SERVERS=required a missing tool fails the run.
 */
export function reportMissing(seed: string): Reporter {
  return {
    onInit: () => print(`fast-check seed: TAP_TEST_SEED=${seed}`),
    onTestRunEnd: () => {
      const missing = missingTools()
      for (const line of missing) print(`Missing: ${line}`)
      if (missing.length === 0 || process.env['TAP_TEST_SERVERS'] !== 'required') return
      print('TAP_TEST_SERVERS=required: failing the run.')
      process.exitCode = 1
    },
  }
}

function missingTools(): readonly string[] {
  const servers = serverKinds.flatMap(({ name, missing }) => {
    const lack = missing()
    return lack === undefined ? [] : [`${lack}: the tests on ${name} were left out`]
  })
  const runtimes = missingRuntimes().map((name) => `${name}: its part of test/runtimes was left out`)
  if (chromiumPath() !== undefined) return [...servers, ...runtimes]
  return [...servers, ...runtimes, 'chromium (on the PATH, or named by TAP_TEST_CHROMIUM): test/stories was left out']
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
