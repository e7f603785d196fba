import { fileURLToPath } from 'node:url'
import { isExecutable, onPath } from '../support/on-path.js'

/** The path of each program below the `node_modules` of `npm ci --prefix test/runtimes`. */
const programs = {
  node22: 'node22/bin/node',
  node24: 'node24/bin/node',
  node26: 'node26/bin/node',
  bun: 'bun/bin/bun',
  deno: 'deno/deno',
  workerd: 'workerd/bin/workerd',
  typescript5: 'typescript5/bin/tsc',
  typescript7: 'typescript7/bin/tsc',
} as const

export type RuntimeName = keyof typeof programs

/** Returns the program of a runtime or compiler: from a variable such as `TAP_TEST_BUN`, installed here, or on the PATH. */
export function programOf(name: RuntimeName): string | undefined {
  const installed = fileURLToPath(new URL(`node_modules/${programs[name]}`, import.meta.url))
  return process.env[variableOf(name)] ?? (isExecutable(installed) ? installed : onPath([name]))
}

/** Returns the runtimes that are missing here, with how to install them. */
export function missingRuntimes(): readonly string[] {
  const names = Object.keys(programs) as RuntimeName[]
  return names
    .filter((name) => programOf(name) === undefined)
    .map((name) => `${name} (by npm ci --prefix test/runtimes, on the PATH, or named by ${variableOf(name)})`)
}

function variableOf(name: RuntimeName): string {
  return `TAP_TEST_${name.toUpperCase()}`
}
