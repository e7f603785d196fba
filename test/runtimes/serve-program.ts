import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A running server. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string
  stop(): Promise<void>
}

/** Returns a command line that may use this folder. */
export type CommandLine = (program: string, folder: string) => Promise<readonly string[]> | readonly string[]

/** Starts a program that prints its port as one line of JSON. Its folder is removed when it stops. */
export async function serveProgram(name: string, program: string, commandLine: CommandLine): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-runtime-'))
  const [command = program, ...rest] = await commandLine(program, folder)
  const child = spawn(command, rest, {
    // Keeps Deno's cache out of the home folder.
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
}
