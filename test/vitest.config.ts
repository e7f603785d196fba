import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.js'
import { chromiumPath, reportMissing } from './support/report-missing.js'

// Drawn once for the whole run, printed by the reporter, and handed to every worker by `env`.
const seed = process.env['TAP_TEST_SEED'] ?? String(randomInt(2 ** 31))

const servers = [
  'test/adapters/{sqlite,postgres,mysql,redis}/**/*.test.ts',
  'test/contract/**/*.test.ts',
  'test/faults/**/*.test.ts',
  'test/histories/**/*.test.ts',
  'test/mutants/**/*.test.ts',
  'test/servers/**/*.test.ts',
]
const browser = ['test/stories/**/*.test.ts']
const packaged = ['test/{package,docs,types,runtimes,cli}/**/*.test.ts']

const shared = {
  environment: 'node',
  env: { TAP_TEST_SEED: seed },
  setupFiles: 'test/support/seed.ts',
  testTimeout: 30_000,
} as const

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    reporters: ['default', reportMissing(seed)],
    sequence: { sequencer: LongestFirst },
    // Most of them wait for servers and processes: one worker a core, where Vitest would leave one core free.
    maxWorkers: '100%',
    projects: [
      // Source by path.
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...servers, ...browser, ...packaged],
        },
      },
      // Source by path, in child processes and against files and servers.
      { test: { ...shared, name: 'servers', include: servers, hookTimeout: 60_000, testTimeout: 120_000 } },
      // What `npm run build` wrote, as a user gets it.
      { test: { ...shared, name: 'package', include: packaged, hookTimeout: 120_000, testTimeout: 120_000 } },
      // The example in a real browser. Without one the stories are left out, and the end of the run says so.
      {
        test: {
          ...shared,
          name: 'browser',
          include: chromiumPath() === undefined ? [] : browser,
          fileParallelism: false,
          hookTimeout: 120_000,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
