import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import type { RuntimeName } from './installed.js'
import { programOf } from './installed.js'

/** A runtime with `programs/routes.mjs` served in it. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string
  stop(): Promise<void>
}

/** One way to serve the programmes on this machine. */
export interface Runtime {
  readonly name: string
  /** What `programs/routes.mjs` can keep documents in there: by hand, so that a database that went missing is noticed. */
  readonly stores: readonly string[]
  serve(): Promise<Served>
}

/** A command line, given a folder of its own. */
type CommandLine = (program: string, folder: string) => Promise<readonly string[]> | readonly string[]

const script = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url))

const onNode: CommandLine = (program, folder) => [
  program,
  // Of its SQLite, in Node 22.
  '--disable-warning=ExperimentalWarning',
  script('serve-node.mjs'),
  folder,
]

const onBun: CommandLine = (program, folder) => [program, script('serve-bun.mjs'), folder]

// Nothing is allowed but what the programme itself needs: the package needs no permission.
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

/** This Node, and every other runtime that this machine has. The end of the run names those that it lacks. */
export const runtimes: readonly Runtime[] = [
  runtime(`Node ${process.versions.node}`, process.execPath, { commandLine: onNode }),
  ...installed('Node 22', 'node22', { commandLine: onNode, database: 'node:sqlite' }),
  ...installed('Node 26', 'node26', { commandLine: onNode, database: 'node:sqlite' }),
  ...installed('Bun', 'bun', { commandLine: onBun, database: 'bun:sqlite' }),
  ...installed('Deno', 'deno', { commandLine: onDeno, database: 'node:sqlite' }),
  ...installed('workerd', 'workerd', { commandLine: onWorkerd('withNodeModules') }),
  ...installed("workerd without Node's modules", 'workerd', { commandLine: onWorkerd('withoutNodeModules') }),
]

interface How {
  readonly commandLine: CommandLine
  readonly database?: string
}

function installed(name: string, runtimeName: RuntimeName, how: How): readonly Runtime[] {
  const program = programOf(runtimeName)
  return program === undefined ? [] : [runtime(name, program, how)]
}

function runtime(name: string, program: string, { commandLine, database }: How): Runtime {
  return {
    name,
    stores: database === undefined ? ['memory'] : ['memory', database],
    async serve() {
      const folder = mkdtempSync(join(tmpdir(), 'tap-runtime-'))
      const [command = program, ...rest] = await commandLine(program, folder)
      const child = spawn(command, rest, {
        // Deno keeps what it compiled; the home of whoever runs the tests is not the place.
        env: { ...process.env, DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const ended = once(child, 'close')
      const stop = async (): Promise<void> => {
        child.kill('SIGKILL')
        await ended
        rmSync(folder, { recursive: true })
      }
      for await (const line of createInterface(child.stdout)) {
        const { port } = JSON.parse(line) as { readonly port: number }
        return { url: `http://127.0.0.1:${port}`, stop }
      }
      await stop()
      throw new Error(`${name} ended before it listened`)
    },
  }
}
