import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import type { RuntimeName } from './installed.js'
import { programOf } from './installed.js'
import type { CommandLine, Served } from './serve-program.js'
import { serveProgram } from './serve-program.js'

/** A runtime on this machine. */
export interface Runtime {
  readonly name: string
  /** The stores that this runtime must support. A fixed list, so that a missing database fails the test. */
  readonly stores: readonly string[]
  /** Serves the routes of `programs/routes.mjs`. */
  serve(): Promise<Served>
}

const script = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url))

const onNode: CommandLine = (program, folder) => [
  program,
  // Node 22 warns about its SQLite.
  '--disable-warning=ExperimentalWarning',
  script('serve-node.mjs'),
  folder,
]

const onBun: CommandLine = (program, folder) => [program, script('serve-bun.mjs'), folder]

// These permissions are for the test program. The package needs none.
const onDeno: CommandLine = (program, folder) => [
  program,
  'run',
  '--no-prompt',
  '--allow-net=127.0.0.1',
  `--allow-read=${folder}`,
  `--allow-write=${folder}`,
  script('serve-deno.mjs'),
  folder,
]

const onWorkerd =
  (config: string): CommandLine =>
  async (program, folder) => {
    await build({
      config: false,
      entry: { worker: script('worker.mjs') },
      outDir: folder,
      outExtension: () => ({ js: '.js' }),
      format: 'esm',
      target: 'es2022',
      platform: 'neutral',
      noExternal: [/.*/],
      silent: true,
    })
    copyFileSync(script('workerd.capnp'), join(folder, 'workerd.capnp'))
    return [program, 'serve', join(folder, 'workerd.capnp'), config, '--control-fd=1']
  }

/** The current Node and every other installed runtime. The end of the test run names the missing ones. */
export const runtimes: readonly Runtime[] = [
  runtime(`Node ${process.versions.node}`, process.execPath, { commandLine: onNode }),
  ...installed('Node 22', 'node22', { commandLine: onNode, database: 'node:sqlite' }),
  ...installed('Node 26', 'node26', { commandLine: onNode, database: 'node:sqlite' }),
  ...installed('Bun', 'bun', { commandLine: onBun, database: 'bun:sqlite' }),
  ...installed('Deno', 'deno', { commandLine: onDeno, database: 'node:sqlite' }),
  ...installed('workerd', 'workerd', { commandLine: onWorkerd('withNodeModules') }),
  ...installed("workerd without Node's modules", 'workerd', { commandLine: onWorkerd('withoutNodeModules') }),
]

interface RuntimeOptions {
  readonly commandLine: CommandLine
  readonly database?: string
}

function installed(name: string, runtimeName: RuntimeName, options: RuntimeOptions): readonly Runtime[] {
  const program = programOf(runtimeName)
  return program === undefined ? [] : [runtime(name, program, options)]
}

function runtime(name: string, program: string, { commandLine, database }: RuntimeOptions): Runtime {
  return {
    name,
    stores: database === undefined ? ['memory'] : ['memory', database],
    serve: () => serveProgram(name, program, commandLine),
  }
}
