import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printLine } from '../output.js'
import type { Terminal } from '../terminal.js'

export interface KeygenFlags {
  readonly output?: string | undefined
}

/** Prints the key into a pipe too, for a vault. It prints nothing else. */
export async function runKeygen(terminal: Terminal, { output }: KeygenFlags): Promise<ExitCode> {
  const secret = randomBytes(32).toString('base64url')
  if (output === undefined) {
    await printLine(terminal, secret)
    return exitCodes.done
  }
  const path = resolve(terminal.folder, output)
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' }).catch((cause: Error) => {
    throw new CommandError(`Cannot write ${path}: ${cause.message}`, exitCodes.usage, { cause })
  })
  await terminal.errors.write(`Wrote the key to ${path}. Keep it out of the database and its backups.\n`)
  return exitCodes.done
}
