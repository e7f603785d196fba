import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.js'
import { measureMachine } from './support/measure-machine.js'
import { chromiumPath, reportMissing } from './support/report-missing.js'
import { scaled } from './support/time-limits.js'

// Drawn or measured once for the whole run, printed by the reporter, and read by every worker and child process.
process.env['TAP_TEST_SEED'] ??= String(randomInt(2 ** 31))
process.env['TAP_TEST_TIME_FACTOR'] ??= String(measureMachine())
const { TAP_TEST_SEED, TAP_TEST_TIME_FACTOR } = process.env

const servers = [
  'test/adapters/{sqlite,postgres,mysql,redis}/**/*.test.ts',
  'test/contract/**/*.test.ts',
  'test/faults/**/*.test.ts',
  'test/histories/**/*.test.ts',
  'test/laws/time-zones.test.ts',
  'test/mutants/**/*.test.ts',
  'test/servers/**/*.test.ts',
]
const keepServers = 'test/local-servers/keep-servers.ts'
// They replace modules, which would last for the other files of the same worker.
const mocking = [
  'test/laws/{before-the-write,one-answer,one-answer-witness}.test.ts',
  'test/verbs/passes/create-many-hashes.test.ts',
]
// The source too, but each of them takes too long for the inner loop.
const simulated = ['test/simulation/**/*.test.ts', 'test/races/schedules.test.ts']
const browser = ['test/stories/**/*.test.ts']
const packaged = ['test/{package,docs,types,runtimes,cli}/**/*.test.ts']

// These limits only end a test that hangs: no test comes near them on a machine that is merely busy.
const shared = {
  environment: 'node',
  env: { TAP_TEST_SEED, TAP_TEST_TIME_FACTOR },
  setupFiles: 'test/support/seed.ts',
  hookTimeout: scaled(300_000),
  testTimeout: scaled(300_000),
  expect: { poll: { timeout: scaled(60_000) } },
} as const

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    reporters: ['default', reportMissing(TAP_TEST_SEED, TAP_TEST_TIME_FACTOR)],
    sequence: { sequencer: LongestFirst },
    // Many tests wait for servers, browsers and deadlines: with one worker a core, cores would be idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      // The source, imported by path: no build, no server, no other process.
      {
        test: {
          ...shared,
          name: 'unit',
          // One worker runs many files: most of a file's time would go into loading the same modules again.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...mocking, ...simulated, ...servers, ...browser, ...packaged],
        },
      },
      { test: { ...shared, name: 'unit-isolated', include: mocking } },
      { test: { ...shared, name: 'simulation', isolate: false, include: simulated } },
      // The source, in child processes and against files and servers.
      { test: { ...shared, name: 'servers', include: servers, globalSetup: keepServers } },
      // What `npm run build` wrote, as a user gets it.
      { test: { ...shared, name: 'package', include: packaged } },
      // The example in a real browser. Without one the stories are left out, and the end of the run says so.
      { test: { ...shared, name: 'browser', include: chromiumPath() === undefined ? [] : browser } },
    ],
  },
})
