import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Environment } from './environment.js'
import { folder } from './names.js'

export interface Finished {
  readonly output: string
  readonly seconds: number
}

/** Returns the programs that are not installed. */
export function missingTools(): readonly string[] {
  return ['spin', 'gcc'].filter((tool) => spawnSync(tool, [tool === 'gcc' ? '--version' : '-V']).error !== undefined)
}

/**
 * Compiles a model into `directory/pan`. One compiled model runs every search, because it reads its settings from the
 * environment.
 */
export async function compile(model: string, directory: string, flags: readonly string[]): Promise<void> {
  await run('spin', ['-a', fileURLToPath(new URL(model, folder))], directory)
  // Warnings are about code that SPIN generates.
  await run('gcc', ['-O2', '-w', '-DVECTORSZ=1024', ...flags, '-o', 'pan', 'pan.c'], directory)
}

async function run(command: string, args: readonly string[], directory: string): Promise<void> {
  const { output, code } = await start(command, args, directory)
  if (code !== 0 || /Error:/.test(output)) throw new Error(`${command} ${args.join(' ')}\n${output}`)
}

/** Runs a compiled model. `limitMs`: the search is ended then. */
export async function search(
  pan: string,
  args: readonly string[],
  directory: string,
  { environment, limitMs }: { readonly environment: Environment; readonly limitMs: number },
): Promise<Finished> {
  const startMs = performance.now()
  const { output } = await start(pan, args, directory, { environment, limitMs })
  return { output, seconds: (performance.now() - startMs) / 1_000 }
}

function start(
  command: string,
  args: readonly string[],
  cwd: string,
  { environment = {}, limitMs = 0 }: { readonly environment?: Environment; readonly limitMs?: number } = {},
): Promise<{ readonly output: string; readonly code: number | null }> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], ...environment }
    const child = spawn(command, args, { cwd, env, timeout: limitMs, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const add = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    child.on('error', reject)
    child.on('close', (code) => resolve({ output, code }))
  })
}
